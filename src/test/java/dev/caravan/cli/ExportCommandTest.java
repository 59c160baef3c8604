package dev.caravan.cli;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Child;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.Main;
import dev.caravan.ProxiedRequest;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan export} as users start it: a process of its own, told everything by its environment. */
class ExportCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Predicate<ProxiedRequest> COPY =
            request -> request.headers().containsKey("x-amz-copy-source");
    private static final Predicate<ProxiedRequest> UPLOAD = COPY.negate()
            .and(request -> request.method().equals("PUT") && request.path().endsWith(".parquet"));

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("command", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString());
        lake.sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 3000) i")
                .table("t", "table", "t");
    }

    @AfterEach
    void close() {
        lake.close();
        s3.close();
    }

    @Test
    void json_is_one_line_a_run_and_nothing_else() throws Exception {
        lake.table("a.good", "table", "t", "catalog", "crawler", "crawler", "command-" + lake.bucket())
                .table("b.missing", "table", "nowhere");
        try (Child child = export("--all", "--json")) {
            assertThat(child.exit()).as(child.err()).isEqualTo(2);
            List<JsonNode> lines = new ArrayList<>();
            for (String line : child.out().lines().toList()) {
                lines.add(JSON.readTree(line));
            }
            lines.sort(Comparator.comparing(line -> line.get("table").asText()));
            assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "table", "runId", "status", "rows", "files", "bytes", "seconds", "manifest", "error"));
            JsonNode good = lines.get(0);
            assertThat(good.get("table").asText()).isEqualTo("a.good");
            assertThat(good.get("status").asText()).isEqualTo("published");
            assertThat(good.get("rows").asLong()).isEqualTo(3_000);
            assertThat(good.get("files").asInt()).isEqualTo(1);
            assertThat(good.get("manifest").asText())
                    .isEqualTo("s3://" + lake.bucket() + "/_caravan/a.good/runs/"
                            + good.get("runId").asText() + ".json");
            assertThat(good.get("error").isNull()).isTrue();
            JsonNode missing = lines.get(1);
            assertThat(missing.get("status").asText()).isEqualTo("failed");
            assertThat(missing.get("manifest").isNull()).isTrue();
            assertThat(missing.get("error").asText())
                    .startsWith("NO_SUCH_TABLE: ")
                    .contains("Check the spelling");
            assertThat(lines.get(2).get("table").asText()).isEqualTo("t");
            assertThat(child.err()).isEmpty();
        }
    }

    @Test
    void a_table_whose_crawler_cannot_be_created_is_not_published() {
        lake.set("caravan.glue.crawler-role", "")
                .table("c", "table", "t", "catalog", "crawler", "crawler", "none-" + lake.bucket());

        assertThat(lake.export("c").failure())
                .hasMessageStartingWith("BAD_CONFIGURATION: There is no crawler none-" + lake.bucket())
                .hasMessageContaining("Set caravan.glue.crawler-role");
        assertThat(lake.files("c")).isEmpty();
    }

    @Test
    void plain_lines_say_what_was_published() {
        try (Child child = export("t")) {
            assertThat(child.exit()).as(child.err()).isZero();
            assertThat(child.out()).matches("t: 3,000 rows in 1 file, [\\d.]+ kB, [\\d.]+ s \\([\\d,]+ rows/s\\)\\n");
            assertThat(child.err()).isEmpty();
        }
    }

    @Test
    void what_a_person_has_to_mend_is_one_sentence_and_2() {
        lake.sql("CREATE ROLE \"" + lake.database() + "\" LOGIN PASSWORD 'x'");
        try (Child child = export("t", Map.of("CARAVAN_SOURCE_DEFAULT_USER", lake.database()))) {
            assertThat(child.exit()).isEqualTo(2);
            assertThat(child.out().lines())
                    .singleElement()
                    .asString()
                    .contains("LOGIN_REFUSED", "Check caravan.source.default.user and caravan.source.default.password");
            assertThat(child.err()).isEmpty();
        }
        try (Child child = export("t", Map.of("CARAVAN_LAKE_BUCKET", "no-such-bucket"))) {
            assertThat(child.exit()).isEqualTo(2);
            assertThat(child.out().lines()).singleElement().asString().contains("NO_SUCH_BUCKET", "no-such-bucket");
            assertThat(child.err()).isEmpty();
        }
        try (Child child = export("t", Map.of("AWS_SECRET_ACCESS_KEY", "wrong"))) {
            assertThat(child.exit()).isEqualTo(2);
            assertThat(child.out().lines()).singleElement().asString().contains("ACCESS_DENIED", "AWS_ACCESS_KEY_ID");
            assertThat(child.err()).isEmpty();
        }
    }

    @Test
    void what_may_pass_is_tried_again_and_then_1() throws Exception {
        s3.fail(UPLOAD, Fault.s3Error(503, "ServiceUnavailable"));
        Map<String, String> retries = Map.of(
                "CARAVAN_RETRY_MAXIMUM", "1",
                "CARAVAN_UPLOAD_RETRY_MAXIMUM", "0",
                "AWS_MAX_ATTEMPTS", "1");
        try (Child child = export(List.of("t", "--json"), retries)) {
            assertThat(child.exit()).isEqualTo(1);
            JsonNode line = JSON.readTree(child.out());
            assertThat(line.get("error").asText()).startsWith("LAKE_UNREACHABLE: ");
            assertThat(child.err().lines())
                    .singleElement()
                    .asString()
                    .contains("t: attempt 2 of 2 after: LAKE_UNREACHABLE");
            assertThat(s3.count(UPLOAD)).isEqualTo(2);
            assertThat(lake.json("_caravan/dead-letter/t/" + line.get("runId").asText() + ".json")
                            .get("tries")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void usage_and_settings_that_are_wrong_are_one_sentence_on_standard_error_and_2() {
        lake.file(
                "broken.yaml",
                "- templatedRoute:\n    routeTemplateRef: table-to-lake\n    routeId: b\n    paramters: []\n");
        refused("Name the tables to export", "--json");
        refused("There are t", "nothing", "--json");
        refused("--routes DIR", "t", "--json", "--routes", "nowhere");
        refused("broken.yaml:4: ", "b", "--json");
        refused("--sjon", "t", "--json", "--sjon");
        try (Child child = export("t", Map.of("CARAVAN_LAKE_ENDPOINT", "localhost"))) {
            assertThat(child.exit()).isEqualTo(2);
            assertThat(child.err().lines()).singleElement().asString().contains("caravan.lake.endpoint is 'localhost'");
        }
    }

    @Test
    void a_fault_in_one_file_keeps_no_table_of_another_from_running() throws Exception {
        lake.file("broken.yaml", "- templatedRoute: [\n")
                .table("misspelt", "table", "t", "wher", "i > 7")
                .table("u", "table", "t")
                .file("own.yaml", "- from:\n    uri: timer:own?period=1000\n    steps:\n      - log: ticked\n");
        try (Child child = export("--all", "--json")) {
            assertThat(child.exit()).as(child.err()).isEqualTo(2);
            List<JsonNode> lines = new ArrayList<>();
            for (String line : child.out().lines().toList()) {
                lines.add(JSON.readTree(line));
            }
            assertThat(lines)
                    .as("a route without a table is not exported")
                    .hasSize(4)
                    .noneMatch(line -> line.get("error").asText().contains("published nothing"));
            assertThat(lines)
                    .filteredOn(line -> line.get("status").asText().equals("published"))
                    .extracting(line -> line.get("table").asText())
                    .containsExactlyInAnyOrder("t", "u");
            assertThat(lines)
                    .filteredOn(line -> line.get("status").asText().equals("failed"))
                    .extracting(line -> line.get("error").asText())
                    .anyMatch(error -> error.contains("broken.yaml:"))
                    .anyMatch(
                            error -> error.contains("misspelt.camel.yaml:") && error.contains("Did you mean 'where'"));
        }
        lake.sql("DELETE FROM t WHERE i > 5");
        try (Child child = export("t")) {
            assertThat(child.exit()).as(child.err()).isZero();
            assertThat(child.out()).startsWith("t: 5 rows");
            assertThat(child.err()).isEmpty();
        }
    }

    private void refused(String hint, String... arguments) {
        try (Child child = export(List.of(arguments), Map.of())) {
            assertThat(child.exit()).isEqualTo(2);
            assertThat(child.out().lines()).isNotEmpty().allSatisfy(line -> {
                JsonNode failure = JSON.readTree(line);
                assertThat(failure.get("status").asText()).isEqualTo("failed");
                assertThat(failure.get("table").isNull()).isTrue();
                assertThat(failure.get("error").asText()).startsWith("BAD_CONFIGURATION: ");
            });
            assertThat(child.out()).contains(hint);
            assertThat(child.err()).contains(hint).doesNotContain("\tat ");
        }
    }

    @Test
    void on_a_terminal_a_bar_shows_how_far_the_table_is() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script of util-linux is not here");
        lake.sql("ANALYZE t");
        AtomicReference<Child> exporting = new AtomicReference<>();
        s3.fail(
                1,
                UPLOAD,
                new Fault.Meanwhile(() -> await(
                        "the bar is full",
                        () -> exporting.get() != null && exporting.get().out().contains("3000/3000 rows"))));
        Path caravan = Files.writeString(
                folder.resolve("caravan.sh"),
                Child.caravan("export", "t", "--routes", lake.routes().toString()).stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .reduce("exec", (line, word) -> line + " " + word));
        Map<String, String> environment = new TreeMap<>(environment());
        environment.put("TERM", "xterm");
        try (Child child = Child.start(
                folder, environment, List.of("/usr/bin/script", "-qec", "stty cols 120; sh " + caravan, "/dev/null"))) {
            exporting.set(child);
            assertThat(child.exit()).as(child.out()).isZero();
            assertThat(child.out())
                    .contains("3000/3000 rows")
                    .containsPattern("t: 3,000 rows in 1 file")
                    .doesNotContain("? %", " 0/0", ".0 rows/s");
        }
    }

    @Test
    void a_process_that_is_killed_leaves_nothing_that_readers_see_and_the_next_one_tidies_up() throws Exception {
        lake.published("t");
        byte[] published = Files.readAllBytes(lake.files("t").get(0));
        lake.sql("DELETE FROM t WHERE i > 7");
        for (Predicate<ProxiedRequest> moment : List.of(UPLOAD, COPY)) {
            s3.fail(1, moment, new Fault.Hang());
            long before = s3.count(moment);
            try (Child child = export("t")) {
                await("the moment", () -> s3.count(moment) > before || !child.isAlive());
                assertThat(s3.count(moment)).isGreaterThan(before);
                child.kill();
            }
            s3.heal();
            assertThat(lake.files("t")).singleElement().satisfies(file -> assertThat(Files.readAllBytes(file))
                    .isEqualTo(published));
        }
        assertThat(lake.ownFiles()).anyMatch(name -> name.contains("uploads"));
        lake.restart().published("t");

        SameRows.assertSame(lake, "t", "t");
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
        lake.close();
        assertThat(lake.staging()).isEmptyDirectory();
    }

    @Test
    void two_processes_that_export_a_table_at_once_leave_one_whole_table() {
        s3.fail(1, COPY, new Fault.Meanwhile(() -> await("both have uploaded", () -> s3.count(UPLOAD) >= 2)));
        Map<String, String> patient = Map.of("CARAVAN_RETRY_DELAY", "100ms");
        try (Child first = export("t", patient);
                Child second = export("t", patient)) {
            assertThat(List.of(first.exit(), second.exit()))
                    .as(first.out() + second.out())
                    .containsOnly(0);
        }
        SameRows.assertSame(lake, "t", "t");
        assertThat(lake.state("t").get("files")).hasSize(1);
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    private Child export(String table) {
        return export(List.of(table), Map.of());
    }

    private Child export(String option, String other) {
        return export(List.of(option, other), Map.of());
    }

    private Child export(String table, Map<String, String> environment) {
        return export(List.of(table), environment);
    }

    private Child export(List<String> arguments, Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment());
        all.putAll(environment);
        List<String> command = new ArrayList<>(List.of("export"));
        if (!arguments.contains("--routes")) {
            command.addAll(List.of("--routes", lake.routes().toString()));
        }
        command.addAll(arguments);
        return Child.start(folder, all, Main.class.getName(), command.toArray(String[]::new));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(TestStack.get().environment());
        environment.put("CARAVAN_SOURCE_DEFAULT_URL", TestStack.postgres().jdbcUrl(lake.database()));
        environment.put("CARAVAN_LAKE_BUCKET", lake.bucket());
        environment.put("CARAVAN_LAKE_ENDPOINT", s3.endpoint().toString());
        environment.put("CARAVAN_STAGING_DIR", lake.staging().toString());
        return environment;
    }
}
