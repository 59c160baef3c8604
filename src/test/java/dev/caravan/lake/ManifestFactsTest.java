package dev.caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a manifest says of the server, the columns, the chunks and the time of its run, against what the server says itself. */
class ManifestFactsTest {
    private static final double SECOND = 1e9;
    private static final Duration PAUSE = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private FaultyProxy s3;
    private TestLake lake;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("manifest", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString());
    }

    @AfterEach
    void close() {
        lake.close();
        s3.close();
    }

    @Test
    void the_server_and_the_moment_that_was_read_are_those_of_the_server() throws SQLException {
        lake.sql("CREATE SCHEMA \"My Shop\"; CREATE TABLE \"My Shop\".\"or\"\"ders\" AS SELECT 1 AS i")
                .table("t", "table", "\"My Shop\".\"or\"\"ders\"");
        try (Connection connection = TestStack.connect(lake.database())) {
            connection.setAutoCommit(false);
            String running = value(connection, "SELECT pg_current_xact_id()::text");
            String before = value(connection, "SELECT pg_current_wal_flush_lsn()");

            JsonNode manifest = published("t");

            JsonNode server = manifest.get("server");
            assertThat(manifest.get("version").asText()).isEqualTo(Build.THIS.version());
            assertThat(server.get("version").asText()).isEqualTo(value(connection, "SHOW server_version"));
            assertThat(server.get("systemIdentifier").asText())
                    .isEqualTo(value(connection, "SELECT system_identifier FROM pg_control_system()"));
            assertThat(server.get("database").asText()).isEqualTo(lake.database());
            assertThat(server.get("relation").asText()).isEqualTo("\"My Shop\".\"or\"\"ders\"");
            assertThat(server.get("snapshot").asText())
                    .startsWith(server.get("horizon").asText() + ":")
                    .containsPattern("\\b" + running + "\\b");
            assertThat(server.get("horizon").asLong()).isLessThanOrEqualTo(Long.parseLong(running));
            String lsn = server.get("lsn").asText();
            assertThat(value(
                            connection,
                            "SELECT '" + lsn + "'::pg_lsn BETWEEN '" + before + "' AND pg_current_wal_flush_lsn()"))
                    .isEqualTo("t");
            assertThat(server.get("timeline").asText())
                    .isEqualTo(value(connection, "SELECT timeline_id FROM pg_control_checkpoint()"));
            assertThat(server.get("isStandby").asBoolean(true)).isFalse();
        }
    }

    @Test
    void comments_are_those_of_the_source_and_a_query_has_none() {
        lake.sql(
                "CREATE TABLE t (id int, name text, plain int); COMMENT ON TABLE t IS 'all of the ''orders''';"
                        + " COMMENT ON COLUMN t.id IS 'the key'; COMMENT ON COLUMN t.name IS 'line 1\nline 2';"
                        + " CREATE INDEX odd ON t (id); COMMENT ON INDEX odd IS 'not of the table';"
                        + " CREATE VIEW v AS SELECT id FROM t; COMMENT ON VIEW v IS 'seen'; COMMENT ON COLUMN v.id IS 'seen id'");
        lake.table("t", "table", "t", "rename", "name=label")
                .table("v", "table", "v")
                .table("q", "query", "SELECT * FROM t");

        JsonNode table = published("t");
        assertThat(table.get("comment").asText()).isEqualTo("all of the 'orders'");
        assertThat(comments(table)).containsExactly("id: the key", "label: line 1\nline 2", "plain: ");
        JsonNode view = published("v");
        assertThat(view.get("comment").asText()).isEqualTo("seen");
        assertThat(comments(view)).containsExactly("id: seen id");
        JsonNode query = published("q");
        assertThat(query.path("comment").asText("")).isEmpty();
        assertThat(comments(query)).containsExactly("id: ", "name: ", "plain: ");
        assertThat(query.get("server").path("relation").asText("")).isIn("", "null");
    }

    @Test
    void fingerprints_are_equal_for_equal_columns_and_for_no_others() {
        lake.sql("CREATE TABLE t (id int, name varchar(10), seen timestamptz)").table("t", "table", "t");
        String first = fingerprint("t");
        assertThat(first).matches("[0-9a-f]{64}");

        lake.sql("INSERT INTO t VALUES (1, 'a', now()); COMMENT ON COLUMN t.id IS 'new'; CREATE INDEX ON t (id)");
        assertThat(fingerprint("t")).isEqualTo(first);

        List<String> all = new ArrayList<>(List.of(first));
        for (String change : List.of(
                "ALTER TABLE t ALTER name TYPE varchar(11)",
                "ALTER TABLE t ALTER id SET NOT NULL",
                "ALTER TABLE t RENAME name TO names",
                "ALTER TABLE t DROP seen, ADD more text",
                "ALTER TABLE t DROP names, ADD names varchar(11)")) {
            lake.sql(change);
            all.add(fingerprint("t"));
        }
        lake.table("t", "table", "t", "types", "id=text");
        all.add(fingerprint("t"));
        assertThat(all).doesNotHaveDuplicates();
        lake.sql("CREATE TABLE same (id int, name varchar(10), seen timestamptz)")
                .table("same", "table", "same");
        assertThat(fingerprint("same")).isEqualTo(first);
    }

    @Test
    void chunks_tell_what_each_connection_has_read_and_where_it_lies() throws SQLException {
        lake.sql(
                        "CREATE TABLE t (i int, words text) WITH (fillfactor = 10);"
                                + " INSERT INTO t SELECT i, repeat(md5(i::text), 60) FROM generate_series(1, 30000) i; ANALYZE t")
                .table("t", "table", "t", "readers", "3", "fileSize", "200000")
                .table("whole", "query", "SELECT i FROM t");

        JsonNode manifest = published("t");

        assertThat(manifest.get("chunks")).hasSizeGreaterThan(1);
        List<String> keys = new ArrayList<>();
        int index = 0;
        try (Connection connection = TestStack.connect(lake.database())) {
            for (JsonNode chunk : manifest.get("chunks")) {
                assertThat(chunk.get("index").asInt()).isEqualTo(index++);
                assertThat(chunk.get("range").asText()).startsWith("\"public\".\"t\" ctid ");
                String where = chunk.get("range").asText().replace("\"public\".\"t\" ", "");
                assertThat(chunk.get("rows").asText())
                        .isEqualTo(value(connection, "SELECT count(*) FROM t WHERE " + where));
                chunk.get("files").forEach(key -> keys.add(key.asText()));
            }
        }
        assertThat(keys)
                .hasSizeGreaterThan(index)
                .containsExactlyElementsOf(manifest.get("files").findValuesAsText("key"))
                .allSatisfy(key -> assertThat(lake.objects().resolve(key)).isRegularFile());

        JsonNode whole = published("whole").get("chunks");
        assertThat(whole).hasSize(1);
        assertThat(whole.get(0).get("range").asText()).isEmpty();
        assertThat(whole.get(0).get("rows").asInt()).isEqualTo(30_000);
    }

    @Test
    void rows_of_other_steps_have_no_server_and_no_chunks() {
        lake.file("own.yaml", """
                - route:
                    id: own
                    routeConfigurationId: table-errors
                    from:
                      uri: direct:own
                      steps:
                        - to: lake-run:own
                        - to: "sql:select 1 as i?dataSource=#default"
                        - to: parquet-file:own
                        - to: "lake-upload:own?to=RAW(aws2-s3:{{caravan.lake.bucket}}?amazonS3Client=#lakeS3)"
                        - to: lake-publish:own
                """);

        JsonNode manifest = published("own");

        assertThat(manifest.get("rows").asInt()).isOne();
        assertThat(manifest.has("server")).isFalse();
        assertThat(manifest.get("chunks")).isEmpty();
        assertThat(manifest.get("fingerprint").asText()).matches("[0-9a-f]{64}");
        assertThat(comments(manifest)).containsExactly("i: ");
    }

    @Test
    void seconds_are_those_of_each_step() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS i").table("t", "table", "t");
        published("t");
        s3.fail(1, request -> request.method().equals("PUT") && request.path().contains("/uploads/"), delay(1));
        s3.fail(1, request -> request.method().equals("GET") && request.path().endsWith("/state.json"), delay(0));
        s3.fail(1, request -> request.query().contains("prefix=t%2F"), delay(2));
        long begun = System.nanoTime();

        JsonNode seconds = published("t").get("seconds");

        double all = (System.nanoTime() - begun) / SECOND;
        double plan = seconds.get("plan").asDouble();
        double read = seconds.get("read").asDouble();
        double publish = seconds.get("publish").asDouble();
        assertThat(plan).isPositive();
        assertThat(read).isGreaterThanOrEqualTo(PAUSE.toMillis() / 1_000.0);
        assertThat(publish).isGreaterThanOrEqualTo(2 * PAUSE.toMillis() / 1_000.0);
        assertThat(plan + read + publish).isLessThanOrEqualTo(all);
        assertThat(seconds.toString()).doesNotContainPattern("[.]\\d{4}");
    }

    @Test
    void the_example_of_the_page_has_the_fields_of_a_manifest() throws IOException {
        lake.sql("CREATE TABLE orders (i int NOT NULL, note text); INSERT INTO orders VALUES (1, 'a');"
                        + " COMMENT ON TABLE orders IS 'Orders'; COMMENT ON COLUMN orders.i IS 'Number'")
                .table("orders", "table", "orders", "mask", "note=keep-last(3)");
        String page = Files.readString(Path.of("docs/history.md"));
        int begin = page.indexOf("```json\n") + "```json\n".length();

        JsonNode example = new ObjectMapper().readTree(page.substring(begin, page.indexOf("```", begin)));

        assertThat(fields("", example)).isEqualTo(fields("", published("orders")));
        example.fieldNames().forEachRemaining(name -> assertThat(page).contains("`" + name));
    }

    /** The names of all fields with those that they lie in, once each and in their order. */
    private static Set<String> fields(String path, JsonNode node) {
        Set<String> fields = new LinkedHashSet<>();
        node.forEach(item -> {
            if (node.isArray()) {
                fields.addAll(fields(path + "[]", item));
            }
        });
        node.properties().forEach(field -> {
            fields.add(path + "." + field.getKey());
            fields.addAll(fields(path + "." + field.getKey(), field.getValue()));
        });
        return fields;
    }

    private static Fault delay(int pauses) {
        return new Fault.Delay(PAUSE.multipliedBy(pauses));
    }

    private JsonNode published(String table) {
        lake.published(table);
        return lake.json(lake.state(table).get("manifest").asText());
    }

    private String fingerprint(String table) {
        return published(table).get("fingerprint").asText();
    }

    private static List<String> comments(JsonNode manifest) {
        List<String> comments = new ArrayList<>();
        manifest.get("columns")
                .forEach(column -> comments.add(column.get("name").asText() + ": "
                        + column.path("comment").asText("")));
        return comments;
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
