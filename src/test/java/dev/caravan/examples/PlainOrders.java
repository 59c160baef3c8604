package dev.caravan.examples;

import dev.caravan.DuckDb;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestStack;
import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExport;
import dev.caravan.pod.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;

/** A pod that runs the plain-EIP example in one of its forms, against a database and a bucket of its own. */
final class PlainOrders implements AutoCloseable {
    static final String TABLE = "plain_orders";

    /** What a table orders has, in PostgreSQL and in H2. */
    static final String DDL = "CREATE TABLE public.orders (id bigint NOT NULL, number char(14) NOT NULL,"
            + " organization_id integer NOT NULL, status varchar(20) NOT NULL, discount numeric(4,3) NOT NULL,"
            + " ordered_at timestamp with time zone NOT NULL, ordered_local timestamp NOT NULL, note text)";

    /** One of the two files in examples. */
    enum Form {
        YAML,
        JAVA
    }

    final String bucket = TestStack.freshBucket("plain");
    final FaultyProxy s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
    final FaultyProxy glue = FaultyProxy.before(TestStack.get().glueEndpoint());
    final Pod pod;

    /** The example as it is. */
    PlainOrders(Form form, Map<String, String> source, Path work) throws Exception {
        pod = pod(source, work);
        if (form == Form.JAVA) {
            pod.context().addRoutes(new PlainEipRoute());
        } else {
            Path routes = Files.createDirectories(work.resolve("routes"));
            Files.copy(Path.of("examples/plain-eip.camel.yaml"), routes.resolve("plain-eip.camel.yaml"));
            if (!pod.folder(routes).loadAll().isEmpty()) {
                throw new AssertionError("the example has faults");
            }
        }
    }

    /** Other routes in its place. */
    PlainOrders(RouteBuilder routes, Map<String, String> source, Path work) throws Exception {
        pod = pod(source, work);
        pod.context().addRoutes(routes);
    }

    /** The settings of a database with so many orders; one for all tests of this package, since making one takes long. */
    static Map<String, String> postgres(int orders) {
        String database = Database.NAME;
        TestStack.execute(database, "DROP TABLE IF EXISTS orders");
        TestStack.execute(database, DDL);
        insert(database, 1, orders);
        return Map.of("caravan.source.default.url", TestStack.postgres().jdbcUrl(database), "test.database", database);
    }

    static void insert(String database, int from, int to) {
        TestStack.execute(
                database,
                "INSERT INTO orders SELECT i, 'N' || i, i % 90, 'open', (i % 1000) / 1000.0,"
                        + " TIMESTAMPTZ '2024-01-01 00:00:00+00' + i * INTERVAL '1 second',"
                        + " TIMESTAMP '2024-01-01 00:00:00' + i * INTERVAL '1 second',"
                        + " CASE WHEN i % 3 = 0 THEN NULL ELSE repeat('x', 200) END"
                        + " FROM generate_series(" + from + ", " + to + ") i");
    }

    private Pod pod(Map<String, String> source, Path work) throws IOException {
        Map<String, String> settings = new TreeMap<>(TestStack.settings("postgres", bucket));
        settings.put("caravan.lake.endpoint", s3.endpoint().toString());
        settings.put("caravan.glue.endpoint", glue.endpoint().toString());
        settings.put("caravan.glue.database", bucket.replace('-', '_'));
        settings.put("caravan.staging.dir", work.resolve("staging").toString());
        settings.put("caravan.retry.maximum", "1");
        settings.put("caravan.retry.delay", "100ms");
        settings.put("caravan.upload.retry.maximum", "0");
        settings.putAll(source);
        return Pod.start(Pod.Purpose.COMMAND, file(settings, work));
    }

    static Path file(Map<String, String> settings, Path work) throws IOException {
        return Files.writeString(
                work.resolve("application.properties"),
                settings.entrySet().stream()
                        .map(each -> each.getKey() + " = " + each.getValue())
                        .collect(Collectors.joining("\n")));
    }

    ExportResult run() {
        return new TableExport(pod.context()).run(TABLE);
    }

    /** The published files, and no more than they hold. */
    List<Path> files() {
        Path folder = TestStack.folder(bucket).resolve(TABLE);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String parquet() {
        return DuckDb.parquet(files().toArray(Path[]::new));
    }

    long crawls() {
        return glue.count(request -> request.operation().equals("StartCrawler"));
    }

    static boolean uploads(ProxiedRequest request, String file) {
        return request.method().equals("PUT")
                && request.path().contains("/uploads/")
                && request.path().endsWith(file)
                && !request.headers().containsKey("x-amz-copy-source");
    }

    private static final class Database {
        static final String NAME = TestStack.freshDatabase("plain");
    }

    @Override
    public void close() {
        pod.close();
        s3.close();
        glue.close();
    }
}
