package dev.caravan.component.gluecrawler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.local.glue.GlueLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.glue.GlueClient;

/** A Glue that says what a test makes it say; the last answer to an operation is repeated. */
final class ScriptedGlue implements AutoCloseable {
    /** A status and a body. */
    record Answer(int status, String body) {}

    private final HttpServer server;
    private final GlueClient client;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    ScriptedGlue() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        client = GlueLake.client(endpoint(), "key", "secret");
        on("GetDatabase", ok("{\"Database\":{\"Name\":\"lake\"}}"));
        on("GetCrawlerMetrics", fault("AccessDeniedException", "not allowed to perform glue:GetCrawlerMetrics"));
        on("StartCrawler", ok("{}"));
        on("UpdateCrawler", ok("{}"));
    }

    static Answer ok(String body) {
        return new Answer(200, body);
    }

    static Answer fault(String type, String message) {
        return new Answer(400, "{\"__type\":\"" + type + "\",\"Message\":\"" + message + "\"}");
    }

    /** GetCrawler of a crawler that is as the tests want it, in a state, without a last crawl. */
    static Answer crawler(String state) {
        return crawlerWith(state, "");
    }

    /** GetCrawler with the outcome of the crawl that began in a second of the epoch. */
    static Answer crawler(String state, String lastStatus, long start) {
        return crawlerWith(
                state,
                ",\"LastCrawl\":{\"Status\":\"" + lastStatus + "\",\"StartTime\":" + start
                        + ",\"MessagePrefix\":\"prefix\",\"LogGroup\":\"/aws-glue/crawlers\",\"LogStream\":\"orders\""
                        + (lastStatus.equals("FAILED") ? ",\"ErrorMessage\":\"Unable to read part-0.parquet\"" : "")
                        + "}");
    }

    private static Answer crawlerWith(String state, String more) {
        return ok("{\"Crawler\":{\"Name\":\"orders\",\"State\":\"" + state + "\",\"DatabaseName\":\"lake\",\"Role\":"
                + "\"crawler\",\"Targets\":{\"S3Targets\":[{\"Path\":\"s3://lake/orders\",\"Exclusions\":[]}]}" + more
                + "}}");
    }

    /** Sets the answers to an operation, in their order. */
    ScriptedGlue on(String operation, Answer... script) {
        answers.put(operation, new ArrayDeque<>(List.of(script)));
        return this;
    }

    /** Every operation that was called. */
    List<String> calls() {
        return calls;
    }

    long calls(String operation) {
        return calls.stream().filter(operation::equals).count();
    }

    GlueClient client() {
        return client;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String operation = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .replace("AWSGlue.", "");
            calls.add(operation);
            Answer answer = next(operation);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Answer next(String operation) {
        Deque<Answer> script = answers.getOrDefault(
                operation, new ArrayDeque<>(List.of(fault("UnknownOperationException", "No script for " + operation))));
        return script.size() > 1 ? script.removeFirst() : script.getFirst();
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
