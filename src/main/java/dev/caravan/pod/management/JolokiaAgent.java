package dev.caravan.pod.management;

import dev.caravan.pod.management.JolokiaRequests.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jolokia.core.api.LogHandler;
import org.jolokia.json.JSONStructure;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.restrictor.DenyAllRestrictor;
import org.jolokia.server.core.restrictor.RestrictorFactory;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jolokia.service.serializer.JolokiaSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jolokia's own machinery with limits; those of memory hold as long as one thread at a time reads.
 *
 * <p>The requests of a list are worked on one after the other, each turned into text before the next, so that never more than one
 * is in memory as objects.
 */
final class JolokiaAgent {
    /** A console's list of the MBeans of fifty tables; the text of one answer, or of all answers of a list. */
    static final int MAX_ANSWER = 8 << 20;
    /** Jolokia reads escapes in the type too, so it is looked for without them. */
    private static final Pattern LIST = Pattern.compile("/*!?l!?i!?s!?t(?=/|$)/*", Pattern.CASE_INSENSITIVE);

    private static final String TOO_MANY =
            "The requests read more than " + JolokiaPolicy.MAX_ATTRIBUTES + " attributes; ask for less at once.";
    private static final long MAX_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(JolokiaAgent.class);

    private final JolokiaPolicy policy;
    private final JolokiaServiceManager manager;
    private @Nullable HttpRequestHandler handler;

    JolokiaAgent() {
        StaticConfiguration configuration = new StaticConfiguration(
                ConfigKey.AGENT_ID, "caravan",
                // Each of these is unlimited otherwise; clients may ask for less.
                ConfigKey.MAX_DEPTH, "12",
                ConfigKey.MAX_COLLECTION_SIZE, "50000",
                ConfigKey.MAX_OBJECTS, "200000",
                ConfigKey.ALLOW_ERROR_DETAILS, "false",
                ConfigKey.ALLOW_DNS_REVERSE_LOOKUP, "false",
                ConfigKey.DISCOVERY_ENABLED, "false");
        policy = new JolokiaPolicy(accessFile(configuration.getConfig(ConfigKey.POLICY_LOCATION)));
        manager = JolokiaServiceManagerFactory.createJolokiaServiceManager(configuration, new Log(), policy);
        manager.addService(new JolokiaSerializer());
        manager.addService(new LocalRequestHandler(1));
        manager.addService(new SharedDescriptions());
    }

    private static Restrictor accessFile(String location) {
        try {
            Restrictor file = RestrictorFactory.lookupPolicyRestrictor(location);
            if (file != null) {
                return file;
            }
            LOG.error("{} does not exist: Jolokia answers no request. Fix jolokia.policyLocation.", location);
        } catch (IOException | RuntimeException e) {
            LOG.error("{} cannot be read: Jolokia answers no request. Fix jolokia.policyLocation.", location, e);
        }
        return new DenyAllRestrictor();
    }

    void start() {
        handler = new HttpRequestHandler(manager.start());
    }

    void stop() {
        manager.stop();
    }

    void protect(Set<String> routes) {
        policy.protect(routes);
    }

    /** Answers a GET, which only reads. */
    byte[] get(String path, Map<String, String[]> parameters) throws Refused {
        HttpRequestHandler jolokia = handler();
        if (LIST.matcher(path).lookingAt()) {
            requireListable(elements(LIST.matcher(path).replaceFirst("")), options(parameters));
        }
        policy.begin(false);
        BoundedText text = new BoundedText(MAX_ANSWER);
        try {
            write(jolokia.handleGetRequest(path, path, parameters), text);
        } catch (BadRequestException | EmptyResponseException | IllegalArgumentException e) {
            throw new Refused(400, "Jolokia cannot read this request: " + e.getMessage());
        } catch (JolokiaPolicy.TooMuch e) {
            throw new Refused(413, TOO_MANY);
        } catch (RuntimeException e) {
            write(jolokia.handleThrowable(e), text);
        }
        return text.toByteArray();
    }

    /** Answers requests that came by POST; the caller has checked who may do more than read. */
    byte[] post(JolokiaRequests posted, Map<String, String[]> parameters) throws Refused {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
        BoundedText text = new BoundedText(MAX_ANSWER);
        policy.begin(posted.operations());
        try {
            put(text, posted.bulk() ? "[" : "");
            String before = "";
            for (JolokiaRequests.Request request : posted.requests()) {
                if (System.nanoTime() > end) {
                    throw new Refused(413, "The requests take longer than " + MAX_SECONDS + " s; send fewer at once.");
                }
                put(text, before);
                one(request, parameters, text);
                before = ",";
            }
            put(text, posted.bulk() ? "]" : "");
            return text.toByteArray();
        } finally {
            policy.begin(false);
        }
    }

    private void one(JolokiaRequests.Request request, Map<String, String[]> parameters, BoundedText text)
            throws Refused {
        HttpRequestHandler jolokia = handler();
        try {
            if (request.isList()) {
                Map<String, String> options = options(parameters);
                request.config().forEach((name, value) -> ListCost.put(options, name, value));
                requireListable(elements(request.path()), options);
            }
            write(
                    jolokia.handlePostRequest(
                            "/", new ByteArrayInputStream(request.json()), StandardCharsets.UTF_8.name(), parameters),
                    text);
        } catch (BadRequestException | EmptyResponseException | IOException e) {
            throw new Refused(400, "Jolokia cannot read this request: " + e.getMessage());
        } catch (JolokiaPolicy.TooMuch e) {
            throw new Refused(413, TOO_MANY);
        } catch (RuntimeException e) {
            write(jolokia.handleThrowable(e), text);
        }
    }

    private static void requireListable(List<String> path, Map<String, String> options) throws Refused {
        if (ListCost.isTooMuch(path, options)) {
            throw new Refused(
                    413,
                    "This list has too many MBeans. Name a path (list/java.lang), or ask with listCache=true or"
                            + " maxDepth=2.");
        }
    }

    private static Map<String, String> options(Map<String, String[]> parameters) {
        Map<String, String> options = new HashMap<>();
        parameters.forEach((name, values) -> ListCost.put(options, name, values[0]));
        return options;
    }

    private void write(JSONStructure answer, BoundedText text) throws Refused {
        if (policy.isExceeded()) {
            throw new Refused(413, TOO_MANY);
        }
        try {
            Writer writer = new OutputStreamWriter(text, StandardCharsets.UTF_8);
            answer.writeJSONString(writer);
            writer.flush();
        } catch (IOException e) {
            throw new Refused(413, "The answer is longer than " + MAX_ANSWER + " bytes; ask for less at once.");
        }
    }

    private static void put(BoundedText text, String mark) throws Refused {
        try {
            text.write(mark.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Refused(413, "The answer is longer than " + MAX_ANSWER + " bytes; ask for less at once.");
        }
    }

    private static List<String> elements(String path) {
        return Stream.of(path.split("/")).filter(element -> !element.isEmpty()).toList();
    }

    private HttpRequestHandler handler() throws Refused {
        if (handler == null) {
            throw new Refused(503, "The pod is starting or ending.");
        }
        return handler;
    }

    /** Jolokia's log: what it refuses is no news. */
    private static final class Log implements LogHandler {
        @Override
        public void debug(String message) {
            LOG.debug(message);
        }

        @Override
        public void info(String message) {
            LOG.debug(message);
        }

        @Override
        public void error(String message, Throwable t) {
            LOG.debug(message, t);
        }

        @Override
        public boolean isDebug() {
            return false;
        }
    }
}
