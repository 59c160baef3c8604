package dev.caravan.local.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.pod.management.Credentials;
import dev.caravan.pod.management.ManagementServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * hawtio's pages on the loopback address, with the pod's Jolokia where they look for their own: whoever opens
 * {@link #uri} sees the routes, with nothing to connect or to log in to.
 *
 * <p>Only the pages of hawtio's war are used. Its servlets would want a servlet container and a JVM of their own; they
 * forward to Jolokia and tell who is logged in, which is what this class does.
 */
public final class RouteConsole implements AutoCloseable {
    /** Where hawtio's pages expect to be. */
    private static final String PATH = "/hawtio/";

    private static final String JOLOKIA = PATH + "jolokia";
    private static final String INDEX = "index.html";
    private static final String JSON = "application/json";
    private static final int THREADS = 4;

    /** What hawtio's servlets answer where nobody logs in. */
    private static final Map<String, String> ANSWERS = Map.of(
            "user", "\"public\"",
            "plugin", "[]",
            "proxy/enabled", "false",
            "preset-connections", "[]",
            "auth/config", "[]",
            "auth/config/session-timeout", "{}",
            "keycloak/enabled", "false");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", JSON,
            "svg", "image/svg+xml",
            "woff2", "font/woff2",
            "ico", "image/x-icon",
            "txt", "text/plain; charset=utf-8");

    private final URI jolokia;
    private final Credentials operator;
    private final PageRequests requests = new PageRequests();
    private final HawtioPages pages;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, RouteConsole::worker);

    private RouteConsole(int port, URI jolokia, Credentials operator, HawtioPages pages) throws IOException {
        this.jolokia = jolokia;
        this.operator = operator;
        this.pages = pages;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    /**
     * Starts the console; as long as hawtio's war is missing it answers with the command that brings it.
     *
     * @param port where, on the loopback address; 0 takes a free one
     * @param jolokia of the pod to look at
     * @param operator who may stop and start its routes: whoever uses the console's pages
     * @throws IOException when the port is taken
     */
    public static RouteConsole start(int port, URI jolokia, Credentials operator) throws IOException {
        return start(port, jolokia, operator, new HawtioPages());
    }

    static RouteConsole start(int port, URI jolokia, Credentials operator, HawtioPages pages) throws IOException {
        return new RouteConsole(port, jolokia, operator, pages);
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(task, "route-console");
        thread.setDaemon(true);
        return thread;
    }

    /** The page that shows the routes. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH + "camel");
    }

    /** How to open the page, in a line. */
    public String invitation() {
        return pages.arePresent()
                ? uri().toString()
                : uri() + System.lineSeparator() + "           (first, in the project's folder: " + HawtioPages.COMMAND
                        + ")";
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        workers.shutdownNow();
        pages.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!requests.isForUs(exchange)) {
                answer(exchange, 403, "txt", "Open the console at " + uri() + "; other pages have no access to it.");
            } else if (path.equals(JOLOKIA) || path.startsWith(JOLOKIA + "/")) {
                forward(exchange);
            } else if (!path.startsWith(PATH)) {
                exchange.getResponseHeaders().set("Location", uri().toString());
                exchange.sendResponseHeaders(302, -1);
            } else if (!pages.arePresent()) {
                answer(exchange, 503, "txt", "hawtio is not here yet. In the project's folder: " + HawtioPages.COMMAND);
            } else {
                page(exchange, path.substring(PATH.length()));
            }
        }
    }

    /** A page or an answer of that name; what has no suffix is a view of the application, which finds its way itself. */
    private void page(HttpExchange exchange, String name) throws IOException {
        String told = ANSWERS.get(name);
        if (told != null) {
            answer(exchange, 200, "json", told);
            return;
        }
        String file = name.contains(".") ? name : INDEX;
        Optional<byte[]> content = pages.find(file);
        if (content.isPresent()) {
            if (file.equals(INDEX)) {
                requests.admit(exchange);
            }
            answer(exchange, 200, file.substring(file.lastIndexOf('.') + 1), content.get());
        } else {
            answer(exchange, 404, "txt", "no such page: " + file);
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        String rest = exchange.getRequestURI().toString().substring(JOLOKIA.length());
        byte[] body = exchange.getRequestBody().readNBytes(ManagementServer.MAX_BODY + 1);
        if (body.length > ManagementServer.MAX_BODY) {
            answer(exchange, 413, "txt", "a request has at most " + ManagementServer.MAX_BODY + " bytes");
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jolokia + rest))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        // As it came: the pod refuses what a foreign page could send.
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (body.length > 0 && type != null) {
            request.header("Content-Type", type);
        }
        if (requests.isOfOurPage(exchange)) {
            request.header("Authorization", operator.header());
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            answer(exchange, response.statusCode(), "json", response.body());
        } catch (IOException e) {
            answer(exchange, 502, "txt", "the pod does not answer at " + jolokia + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(exchange, 503, "txt", "the console ends");
        }
    }

    private static void answer(HttpExchange exchange, int status, String suffix, String text) throws IOException {
        answer(exchange, status, suffix, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String suffix, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", TYPES.getOrDefault(suffix, "application/octet-stream"));
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("X-Frame-Options", "DENY");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
