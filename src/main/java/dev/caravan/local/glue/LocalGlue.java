package dev.caravan.local.glue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS Glue on this machine: databases, tables, partitions and crawlers over Glue's JSON 1.1 protocol, enough for the AWS
 * SDK and the AWS command line. The catalog lives in memory; its crawls really list the bucket and read Parquet footers.
 *
 * <p>Requests must be signed (SigV4) with the same keys that the server uses for S3. There is no IAM: the role of a
 * crawler is kept and never assumed, and may be left out.
 */
public final class LocalGlue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalGlue.class);
    private static final String TARGET_PREFIX = "AWSGlue.";
    private static final int THREADS = 8;

    private final ObjectMapper json = new ObjectMapper();
    private final Catalog catalog = new Catalog(Catalog.ACCOUNT);
    /** By the id of the catalog; guarded by the monitor of the server's own. */
    private final Map<String, Map<String, Operation>> operations = new HashMap<>();

    private final SignatureCheck signatures;
    private final CrawlerOperations crawlers;
    private final Bucket bucket;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, LocalGlue::worker);

    private LocalGlue(int port, Bucket bucket, SignatureCheck signatures, CrawlPace pace) throws IOException {
        this.bucket = bucket;
        this.signatures = signatures;
        this.crawlers = new CrawlerOperations(catalog, bucket, pace);
        Map<String, Operation> own = operations(catalog);
        own.putAll(crawlers.operations());
        operations.put(Catalog.ACCOUNT, own);
        // Without it every answer waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    private static Map<String, Operation> operations(Catalog catalog) {
        Map<String, Operation> operations = new HashMap<>();
        operations.putAll(new DatabaseOperations(catalog).operations());
        operations.putAll(new TableOperations(catalog).operations());
        operations.putAll(new PartitionOperations(catalog).operations());
        return operations;
    }

    /**
     * Starts the server on the loopback address with the default pace of crawls.
     *
     * @param port the port, 0 for any free one
     * @param s3Endpoint where its crawls find S3 (path style)
     * @param accessKey the key id of S3 and of whoever calls this server
     * @param secretKey its secret
     * @throws IOException when the port is taken
     */
    public static LocalGlue start(int port, URI s3Endpoint, String accessKey, String secretKey) throws IOException {
        return start(port, s3Endpoint, accessKey, secretKey, CrawlPace.DEFAULT);
    }

    /** Starts the server with a pace of crawls of the caller's choice. */
    public static LocalGlue start(int port, URI s3Endpoint, String accessKey, String secretKey, CrawlPace pace)
            throws IOException {
        Bucket bucket = Bucket.at(s3Endpoint, accessKey, secretKey);
        try {
            return new LocalGlue(port, bucket, new SignatureCheck(accessKey, secretKey), pace);
        } catch (IOException e) {
            bucket.close();
            throw e;
        }
    }

    /** Where clients reach it. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        crawlers.close();
        bucket.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            try {
                signatures.verify(exchange, body);
                send(exchange, 200, answer(target, body));
            } catch (GlueFault fault) {
                LOG.debug("{} refused: {}: {}", target, fault.type(), fault.getMessage());
                send(exchange, 400, fault(fault.type(), String.valueOf(fault.getMessage())));
            } catch (RuntimeException e) {
                LOG.error("The local Glue failed on {}", target, e);
                send(exchange, 500, fault("InternalServiceException", String.valueOf(e)));
            }
        }
    }

    private ObjectNode answer(@Nullable String target, byte[] body) throws IOException {
        if (target == null || !target.startsWith(TARGET_PREFIX)) {
            throw new GlueFault("UnknownOperationException", "X-Amz-Target is " + target + ", not AWSGlue.<operation>");
        }
        JsonNode request;
        try {
            request = body.length == 0 ? json.createObjectNode() : json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new GlueFault("SerializationException", "The body is not JSON: " + e.getOriginalMessage());
        }
        synchronized (catalog) {
            String account = request.path("CatalogId").asText(Catalog.ACCOUNT);
            Operation operation = operations
                    .computeIfAbsent(account, other -> operations(new Catalog(other)))
                    .get(target.substring(TARGET_PREFIX.length()));
            if (operation == null) {
                throw new GlueFault(
                        "UnknownOperationException",
                        "The local Glue has no operation " + target.substring(TARGET_PREFIX.length()));
            }
            return operation.answer(new Request(request));
        }
    }

    private ObjectNode fault(String type, String message) {
        return json.createObjectNode().put("__type", type).put("Message", message);
    }

    private void send(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] bytes = json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "local-glue");
        thread.setDaemon(true);
        return thread;
    }
}
