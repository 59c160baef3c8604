package dev.caravan.local.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * hawtio's pages on the loopback address, with the pod's Jolokia where they look for their own: whoever opens
 * {@link #uri} sees the routes, with nothing to connect or to log in to.
 *
 * <p>Only the pages of hawtio's war are used. Its servlets would want a servlet container and a JVM of its own; they
 * forward to Jolokia and tell who is logged in, which is what this class does.
 */
public final class RouteConsole implements AutoCloseable {
    /** Where hawtio's pages expect to be. */
    private static final String PATH = "/hawtio/";

    private static final String WAR = "console/hawtio.war";
    private static final String JOLOKIA = PATH + "jolokia";
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
    private final ZipFile pages;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "route-console");
        thread.setDaemon(true);
        return thread;
    });

    private RouteConsole(int port, Path war, URI jolokia) throws IOException {
        this.jolokia = jolokia;
        this.pages = new ZipFile(war.toFile());
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            pages.close();
            throw e;
        }
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    /**
     * Starts the console, if hawtio is there: {@code console/hawtio.war} beside the jar of this class.
     *
     * @param port where, on the loopback address; 0 takes a free one
     * @param jolokia of the pod to look at
     * @throws IOException when the port is taken or the war cannot be read
     */
    public static Optional<RouteConsole> start(int port, URI jolokia) throws IOException {
        Path war = war();
        return Files.isReadable(war) ? Optional.of(new RouteConsole(port, war, jolokia)) : Optional.empty();
    }

    private static Path war() {
        try {
            Path jar = Path.of(RouteConsole.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling(WAR);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The page that shows the routes. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH + "camel");
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        try {
            pages.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals(JOLOKIA) || path.startsWith(JOLOKIA + "/")) {
                forward(exchange);
            } else if (path.startsWith(PATH)) {
                page(exchange, path.substring(PATH.length()));
            } else {
                exchange.getResponseHeaders().set("Location", uri().toString());
                exchange.sendResponseHeaders(302, -1);
            }
        }
    }

    /** The page of that name; what has no suffix is a view of the application, which finds its way itself. */
    private void page(HttpExchange exchange, String name) throws IOException {
        String answer = ANSWERS.get(name);
        if (answer != null) {
            answer(exchange, 200, JSON, answer.getBytes(StandardCharsets.UTF_8));
            return;
        }
        ZipEntry entry = pages.getEntry(name.contains(".") && !name.contains("WEB-INF") ? name : "index.html");
        if (entry == null) {
            answer(exchange, 404, JSON, "{}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String suffix = entry.getName().substring(entry.getName().lastIndexOf('.') + 1);
        try (InputStream content = pages.getInputStream(entry)) {
            answer(exchange, 200, TYPES.getOrDefault(suffix, "application/octet-stream"), content.readAllBytes());
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        String rest = exchange.getRequestURI().toString().substring(JOLOKIA.length());
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jolokia + rest))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", JSON);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            answer(exchange, response.statusCode(), JSON, response.body());
        } catch (IOException e) {
            answer(exchange, 502, JSON, "{}".getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(exchange, 503, JSON, "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
