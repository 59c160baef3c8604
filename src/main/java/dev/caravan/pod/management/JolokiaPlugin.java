package dev.caravan.pod.management;

import dev.caravan.component.ThreadPools;
import dev.caravan.pod.management.JolokiaRequests.Refused;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.plugin.JolokiaPlatformHttpPlugin;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Jolokia in place of Camel's plugin of the same name: reads for everybody who reaches the port, operations for whom
 * {@link Credentials} know, one read at a time, and no more at once than a small heap can hold.
 */
public final class JolokiaPlugin extends ServiceSupport implements JolokiaPlatformHttpPlugin {
    /** Requests that wait for the one that is worked on. */
    private static final int QUEUE = 32;
    /** Operations at once; each of them has been authenticated. */
    private static final int OPERATIONS = 4;
    /** Answers that have been made and are not yet read; as much again is in memory while the next is made. */
    private static final long MAX_UNREAD = 24L << 20;

    private static final String OFF = "Operations are disabled: this is forbidden. To enable them, set"
            + " caravan.management.operations.user and .password, and send both by HTTP Basic authentication.";
    private static final String WHO =
            "Operations, and requests of the pages of caravan.management.origins, need the user"
                    + " and password of caravan.management.operations.";

    private final String jolokiaPath;
    private final Optional<Credentials> credentials;
    private final JolokiaAgent agent = new JolokiaAgent();
    private final AtomicLong unread = new AtomicLong();
    private final ExecutorService thread;
    /** To stop a route takes as long as its run, and reads go on meanwhile. */
    private final ExecutorService operations;

    private @Nullable CamelContext camelContext;

    /** Without credentials operations are off. */
    public JolokiaPlugin(CamelContext context, String jolokiaPath, Optional<Credentials> credentials) {
        this.jolokiaPath = jolokiaPath;
        this.credentials = credentials;
        this.thread = ThreadPools.make(context, "jolokia", 1, QUEUE);
        this.operations = ThreadPools.make(context, "jolokia-operations", OPERATIONS, QUEUE);
    }

    /** These routes all tables need: no operation stops them. */
    public void protect(Set<String> routes) {
        agent.protect(routes);
    }

    @Override
    public String getId() {
        return NAME;
    }

    @Override
    public Object getHandler() {
        Handler<RoutingContext> handler = this::enqueue;
        return handler;
    }

    private void enqueue(RoutingContext context) {
        if (unread.get() > MAX_UNREAD) {
            busy(context);
            return;
        }
        try {
            thread.execute(() -> answer(context));
        } catch (RejectedExecutionException e) {
            busy(context);
        }
    }

    private static void busy(RoutingContext context) {
        context.response().putHeader("Retry-After", "5");
        Answer.refuse(context, 503, "Too many requests at the same time; repeat the request in some seconds.");
    }

    private void answer(RoutingContext context) {
        if (context.response().closed()) {
            // The client has disconnected meanwhile.
            return;
        }
        respond(context, () -> work(context));
    }

    private void work(RoutingContext context) throws Refused {
        HttpServerRequest request = context.request();
        if (credentials.isPresent() && RequestCheck.isOfSetOrigin(context)) {
            // hawtio asks for user and password only when its first request, which reads, is refused.
            authenticate(request.getHeader(HttpHeaders.AUTHORIZATION));
        }
        if (HttpMethod.GET.equals(request.method())) {
            send(context, read(context));
            return;
        }
        JolokiaRequests requests = posted(context);
        if (requests.operations()) {
            operations.execute(
                    () -> respond(context, () -> send(context, agent.post(requests, parameters(request.params())))));
        } else {
            send(context, agent.post(requests, parameters(request.params())));
        }
    }

    private static void respond(RoutingContext context, Work work) {
        try {
            work.run();
        } catch (Refused e) {
            if (e.status() == 401) {
                context.response().putHeader("WWW-Authenticate", "Basic realm=\"caravan\", charset=\"UTF-8\"");
            }
            Answer.refuse(context, e.status(), e.sentence());
        } catch (RejectedExecutionException e) {
            busy(context);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            Answer.refuse(
                    context,
                    500,
                    "The request cannot be answered (" + e.getClass().getSimpleName() + ").");
        }
    }

    private byte[] read(RoutingContext context) throws Refused {
        HttpServerRequest request = context.request();
        if (request.params().contains("p") || request.params().contains("callback")) {
            throw new Refused(400, "The parameters p and callback are not supported.");
        }
        String path = context.normalizedPath();
        String behind = path.substring(Math.min(jolokiaPath.length(), path.length()));
        return agent.get(
                URLDecoder.decode(behind.replace("+", "%2B"), StandardCharsets.UTF_8), parameters(request.params()));
    }

    private JolokiaRequests posted(RoutingContext context) throws Refused {
        Buffer buffer = context.body() == null ? null : context.body().buffer();
        JolokiaRequests requests = JolokiaRequests.of(
                context.request().getHeader(HttpHeaders.CONTENT_TYPE),
                buffer == null ? new byte[0] : buffer.getBytes());
        if (requests.operations()) {
            authenticate(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        }
        return requests;
    }

    private void authenticate(@Nullable String header) throws Refused {
        if (credentials.isEmpty()) {
            throw new Refused(403, OFF);
        }
        if (!credentials.get().match(header)) {
            throw new Refused(401, WHO);
        }
    }

    private void send(RoutingContext context, byte[] body) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        unread.addAndGet(body.length);
        context.addEndHandler(end -> unread.addAndGet(-body.length));
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(Buffer.buffer(body));
    }

    private static Map<String, String[]> parameters(MultiMap given) {
        Map<String, String[]> parameters = new HashMap<>();
        given.names().forEach(name -> parameters.put(name, given.getAll(name).toArray(String[]::new)));
        return parameters;
    }

    @Override
    protected void doStart() {
        agent.start();
    }

    @Override
    protected void doStop() {
        thread.shutdownNow();
        operations.shutdownNow();
        agent.stop();
    }

    @Override
    public void setCamelContext(@Nullable CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    /** What may be refused. */
    private interface Work {
        void run() throws Refused;
    }
}
