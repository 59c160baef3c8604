package dev.caravan.pod.management;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server behind Camel's management endpoints, with limits and checks before all of them.
 *
 * <p>Camel's management server takes a server of its context that has its port, and makes one without any limit when there is
 * none. So this one has to be there before.
 */
public final class ManagementServer extends VertxPlatformHttpServer {
    /** What a request's body may have: a few hundred reads of a console in one. */
    public static final int MAX_BODY = 65_536;

    private static final int MAX_HEADERS = 8_192;
    private static final int MAX_FIRST_LINE = 4_096;
    private static final int IDLE_SECONDS = 90;
    private static final long START_SECONDS = 30;

    private final VertxPlatformHttpServerConfiguration configuration;
    private final RequestCheck check;
    private @Nullable HttpServer http;

    /**
     * A server that a context starts.
     *
     * @param port where, and to whom it answers
     * @param jolokiaPath where Jolokia is, the one place that takes a POST
     */
    ManagementServer(ManagementPort port, String jolokiaPath) {
        this(configuration(port.host(), port.port()), port, jolokiaPath);
    }

    private ManagementServer(
            VertxPlatformHttpServerConfiguration configuration, ManagementPort port, String jolokiaPath) {
        super(configuration);
        this.configuration = configuration;
        this.check = new RequestCheck(new HostNames(port.hosts()), port.origins(), jolokiaPath);
    }

    private static VertxPlatformHttpServerConfiguration configuration(String host, int port) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(host);
        configuration.setBindPort(port);
        configuration.setPath("/");
        configuration.setMaxBodySize((long) MAX_BODY);
        return configuration;
    }

    @Override
    protected void startServer() throws Exception {
        VertxPlatformHttpRouter endpoints = CamelContextHelper.mandatoryLookup(
                getCamelContext(),
                VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort()),
                VertxPlatformHttpRouter.class);
        Connections connections = new Connections(getVertx());
        Router router = Router.router(getVertx());
        router.route().handler(context -> {
            connections.requested(context.request().connection());
            context.addEndHandler(end -> connections.answered(context.request().connection()));
            context.next();
        });
        router.route().handler(check);
        // Before those of the endpoints, which have no limit and leave a body alone that has been read.
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
        router.route().handler(context -> {
            connections.received(context.request().connection());
            context.next();
        });
        router.route("/*").subRouter(endpoints);
        router.errorHandler(413, ManagementServer::tooLarge);
        http = getVertx()
                .createHttpServer(options())
                .connectionHandler(connections::opened)
                .requestHandler(router)
                .listen(configuration.getBindPort(), configuration.getBindHost())
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxInitialLineLength(MAX_FIRST_LINE)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS)
                .setDecompressionSupported(false);
    }

    private static void tooLarge(RoutingContext context) {
        Answer.refuse(context, 413, "The body of a request may have at most " + MAX_BODY + " bytes.");
    }

    @Override
    protected void stopServer() {
        if (http != null) {
            getCamelContext().removeComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME);
            http.close().toCompletionStage().toCompletableFuture().join();
            http = null;
        }
    }

    @Override
    protected void stopVertx() {
        if (getVertx() != null) {
            getVertx().close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Override
    public @Nullable HttpServer getServer() {
        return http;
    }

    @Override
    public int getPort() {
        return http == null ? configuration.getBindPort() : http.actualPort();
    }
}
