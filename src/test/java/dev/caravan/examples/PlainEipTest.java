package dev.caravan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.examples.PlainOrders.Form;
import dev.caravan.export.ExportResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlainEipTest {
    private final DuckDb duck = DuckDb.open();

    @TempDir
    private Path work;

    @AfterEach
    void close() {
        duck.close();
    }

    @ParameterizedTest
    @CsvSource({"YAML, 0", "YAML, 5001", "YAML, 10000", "JAVA, 0", "JAVA, 1", "JAVA, 5000"})
    void every_row_is_published_once_and_the_last_ones_too(Form form, int orders) throws Exception {
        Map<String, String> source = PlainOrders.postgres(orders);
        try (PlainOrders plain = new PlainOrders(form, source, work)) {
            ExportResult result = plain.run();

            assertThat(result.failure()).isNull();
            assertThat(result.rows()).isEqualTo(orders);
            assertThat(plain.files()).hasSize(Math.max(1, (orders + 4999) / 5000));
            assertThat(duck.columns(plain.files().toArray(Path[]::new)))
                    .containsEntry("discount", "DECIMAL(4,3)")
                    .containsEntry("ordered_at", "TIMESTAMP WITH TIME ZONE")
                    .containsEntry("ordered_local", "TIMESTAMP")
                    .hasSize(8);
            assertThat(duck.text("SELECT count(*), count(DISTINCT id), sum(id), sum(discount), max(ordered_at),"
                            + " max(ordered_local), count(note) FROM " + plain.parquet()))
                    .isEqualTo(asPostgresSays(source, orders));
            assertThat(plain.crawls()).isEqualTo(1);
        }
    }

    private List<List<String>> asPostgresSays(Map<String, String> source, int orders) throws Exception {
        duck.execute("CREATE TABLE said AS SELECT * FROM (VALUES (0::BIGINT, 0::BIGINT, NULL::HUGEINT,"
                + " NULL::DECIMAL(38,3), NULL::TIMESTAMPTZ, NULL::TIMESTAMP, 0::BIGINT))");
        if (orders > 0) {
            try (Connection connection = TestStack.connect(Objects.requireNonNull(source.get("test.database")));
                    Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT count(*), count(DISTINCT id), sum(id), sum(discount),"
                            + " max(ordered_at AT TIME ZONE 'UTC')::text || '+00', max(ordered_local)::text,"
                            + " count(note) FROM orders")) {
                row.next();
                duck.execute("DELETE FROM said");
                duck.execute("INSERT INTO said VALUES (" + row.getString(1) + "," + row.getString(2) + ","
                        + row.getString(3) + "," + row.getString(4) + ",'" + row.getString(5) + "','"
                        + row.getString(6) + "'," + row.getString(7) + ")");
            }
        }
        return duck.text("SELECT * FROM said");
    }

    @ParameterizedTest
    @EnumSource
    void the_crawler_fires_after_the_last_upload_and_the_publication(Form form) throws Exception {
        try (PlainOrders plain = new PlainOrders(form, PlainOrders.postgres(12_000), work)) {
            List<String> sent = new ArrayList<>();
            plain.pod.context().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
                @Override
                public void notify(CamelEvent event) {
                    if (event instanceof ExchangeSentEvent done) {
                        String uri = done.getEndpoint().getEndpointUri();
                        synchronized (sent) {
                            sent.add(uri.substring(0, uri.indexOf(':')));
                        }
                    }
                }
            });
            plain.run();

            sent.removeIf("direct"::equals);
            assertThat(sent)
                    .containsExactly(
                            "lake-run",
                            "sql",
                            "parquet-file",
                            "aws2-s3",
                            "lake-upload",
                            "parquet-file",
                            "aws2-s3",
                            "lake-upload",
                            "parquet-file",
                            "aws2-s3",
                            "lake-upload",
                            "lake-publish",
                            "glue-crawler");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_batch_that_cannot_be_written_fails_the_run_and_leaves_the_lake_as_it_was(Form form) throws Exception {
        Map<String, String> source = PlainOrders.postgres(12_000);
        try (PlainOrders plain = new PlainOrders(form, source, work)) {
            plain.run();
            List<Path> before = plain.files();
            String database = Objects.requireNonNull(source.get("test.database"));
            TestStack.execute(database, "UPDATE orders SET ordered_at = 'infinity' WHERE id = 7000");

            ExportResult result = plain.run();

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().code()).isEqualTo(ErrorCode.BAD_VALUE);
            assertThat(result.failure()).hasMessageContaining("Row 7000 of the run: column ordered_at holds");
            assertThat(plain.files()).isEqualTo(before);
            assertThat(duck.value("SELECT count(*) FROM " + plain.parquet())).isEqualTo(12_000L);
            assertThat(plain.crawls()).isEqualTo(1);
            assertThat(plain.s3.count(request -> PlainOrders.uploads(request, "list-00002.parquet")))
                    .as("nothing is read after the failure")
                    .isEqualTo(1);
            assertThat(TestStack.folder(plain.bucket).resolve("_caravan/dead-letter/plain_orders"))
                    .isNotEmptyDirectory();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_upload_that_fails_for_good_fails_the_run_with_its_own_reason(Form form) throws Exception {
        try (PlainOrders plain = new PlainOrders(form, PlainOrders.postgres(10_000), work)) {
            plain.run();
            List<Path> before = plain.files();
            plain.s3.fail(
                    request -> PlainOrders.uploads(request, "list-00001.parquet"), Fault.s3Error(403, "AccessDenied"));

            ExportResult result = plain.run();

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().code()).isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(result.failure()).hasMessageContaining("File list-00001.parquet of plain_orders failed");
            assertThat(plain.files()).isEqualTo(before);
            assertThat(plain.crawls()).isEqualTo(1);

            plain.s3.heal();
            assertThat(plain.run().failure()).isNull();
            assertThat(duck.value("SELECT count(*) FROM " + plain.parquet())).isEqualTo(10_000L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_cursor_that_breaks_halfway_is_read_anew_and_every_row_is_there_once(Form form) throws Exception {
        Map<String, String> source = PlainOrders.postgres(33_333);
        String database = Objects.requireNonNull(source.get("test.database"));
        try (PlainOrders plain = new PlainOrders(form, source, work)) {
            plain.s3.fail(
                    1,
                    request -> PlainOrders.uploads(request, "list-00001.parquet"),
                    new Fault.Meanwhile(() -> TestStack.execute(
                            "postgres",
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database
                                    + "'")));

            ExportResult result = plain.run();

            assertThat(result.failure()).isNull();
            assertThat(plain.s3.count(request -> PlainOrders.uploads(request, "list-00000.parquet")))
                    .as("tries")
                    .isEqualTo(2);
            assertThat(duck.rows("SELECT count(*), count(DISTINCT id) FROM " + plain.parquet()))
                    .containsExactly(List.of(33_333L, 33_333L));
            assertThat(plain.crawls()).isEqualTo(1);
        }
    }

    @Test
    void the_same_route_reads_another_database() throws Exception {
        String url = "jdbc:h2:mem:orders;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        Map<String, String> settings = Map.of(
                "caravan.source.default.url", url,
                "caravan.source.default.user", "sa",
                "caravan.source.default.password", "");
        try (Connection h2 = DriverManager.getConnection(url, "sa", "");
                Statement statement = h2.createStatement()) {
            statement.execute(PlainOrders.DDL);
            statement.execute("INSERT INTO public.orders SELECT \"X\", 'N' || \"X\", 1, 'open', 0.125,"
                    + " TIMESTAMP WITH TIME ZONE '2024-02-29 12:00:00.000001+01', TIMESTAMP '2024-02-29 12:00:00', NULL"
                    + " FROM system_range(1, 5002)");
            try (PlainOrders plain = new PlainOrders(Form.YAML, settings, work)) {
                assertThat(plain.run().failure()).isNull();
                assertThat(duck.text("SELECT count(*), sum(id), min(discount), min(ordered_at), min(ordered_local)"
                                + " FROM " + plain.parquet()))
                        .containsExactly(List.of(
                                "5002", "12512503", "0.125", "2024-02-29 11:00:00.000001+00", "2024-02-29 12:00:00"));
            }
        }
    }
}
