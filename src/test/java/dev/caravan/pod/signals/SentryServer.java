package dev.caravan.pod.signals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** An ingest endpoint of Sentry: takes envelopes, which are lines of JSON, of which every second one after the first is an item. */
final class SentryServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> envelopes = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    SentryServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/42/envelope/", this::take);
        server.start();
    }

    /** What a user copies from the project's settings. */
    String dsn() {
        return "http://publickey@127.0.0.1:" + server.getAddress().getPort() + "/42";
    }

    private void take(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            body = new GZIPInputStream(body);
        }
        envelopes.add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Sentry-Auth")));
        byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** All that was sent, as it was. */
    String sent() {
        return String.join("\n", envelopes);
    }

    List<String> keys() {
        return keys;
    }

    List<JsonNode> events() {
        return envelopes.stream().map(SentryServer::event).toList();
    }

    private static JsonNode event(String envelope) {
        try {
            String[] lines = envelope.split("\n");
            ObjectMapper json = new ObjectMapper();
            if (lines.length != 3
                    || !json.readTree(lines[1]).path("type").asText().equals("event")) {
                throw new AssertionError("no envelope with one event: " + envelope);
            }
            return json.readTree(lines[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
