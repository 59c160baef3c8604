package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.WaitingThreads;
import dev.caravan.component.ActiveRuns;
import dev.caravan.error.ErrorCode;
import dev.caravan.lake.Manifest;
import dev.caravan.run.ActiveRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that several connections read side by side. */
class ChunkedRunTest {
    /** 60 MB, so that four readers are worth it, and no chunk fits the buffers between the server and its reader. */
    private static final int ROWS = 30_000;

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private final Set<ActiveRun> runs = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("chunked", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.chunk.retry.delay", "20ms")
                .set("caravan.upload.retry.maximum", "1")
                .set("caravan.retry.maximum", "1");
        lake.sql(
                        "CREATE TABLE t (i int PRIMARY KEY, day date, words text); ALTER TABLE t ALTER words SET STORAGE PLAIN;"
                                + "INSERT INTO t SELECT i, CASE WHEN i % 1000 = 0 THEN 'infinity' ELSE DATE '2024-01-01' + i % 300 END,"
                                + " repeat(md5(i::text), 60) FROM generate_series(1, " + ROWS + ") i; ANALYZE t")
                .table(
                        "t",
                        "table",
                        "t",
                        "readers",
                        "4",
                        "batchRows",
                        "500",
                        "fileSize",
                        "200000",
                        "types",
                        "day=text");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        s3.close();
    }

    @Test
    void its_files_hold_every_row_once_and_in_the_order_of_the_table() {
        ExportResult result = lake.published("t");

        assertThat(result.rows()).isEqualTo(ROWS);
        assertSame("t");
        assertThat(chunksUploaded()).containsExactly("00000", "00001", "00002", "00003");
        try (DuckDb duck = DuckDb.open()) {
            int next = 1;
            for (Path file : lake.files("t")) {
                for (List<?> row : duck.rows("SELECT i FROM '" + file + "'")) {
                    assertThat(row.get(0)).isEqualTo(next++);
                }
            }
            assertThat(next).isEqualTo(ROWS + 1);
        }
    }

    @Test
    void a_small_table_and_one_reader_keep_the_one_file_that_is_replaced_at_once() {
        lake.sql("CREATE TABLE small AS SELECT i FROM generate_series(1, 1000) i")
                .table("small", "table", "small", "readers", "4")
                .table("one", "table", "t", "readers", "1", "types", "day=text")
                .table("usual", "table", "t", "types", "day=text");

        for (String table : List.of("small", "one", "usual")) {
            lake.published(table);
            assertThat(lake.files(table)).extracting(Path::getFileName).hasToString("[" + table + ".parquet]");
        }
    }

    @Test
    void a_range_without_rows_makes_no_file() {
        lake.table("t", "table", "t", "readers", "4", "types", "day=text", "where", "i < 9 OR i > 12000 AND i % 2 = 0");

        assertThat(lake.published("t").rows()).isEqualTo(8 + 9_000);

        assertSame("t WHERE i < 9 OR i > 12000 AND i % 2 = 0");
        lake.sql("DELETE FROM t WHERE i < 12000").table("t", "table", "t", "readers", "4", "types", "day=text");
        ExportResult result = lake.published("t");
        assertThat(manifest(result).files()).allMatch(file -> file.rows() > 0);
        assertThat(result.rows()).isEqualTo(ROWS - 11_999);
    }

    @Test
    void a_connection_that_dies_costs_its_own_chunk_alone_and_nothing_is_counted_twice() {
        lake.table(
                "t", "table", "t", "readers", "4", "batchRows", "500", "fileSize", "300000", "onBadValue", "day=null");
        s3.fail(1, request -> isUpload(request, "00001-00001"), new Fault.Meanwhile(() -> {
            note("t");
            kill("query LIKE 'COPY%ctid >= %ctid < %'");
        }));
        s3.fail(1, request -> isUpload(request, "00001-00001"), new Fault.Meanwhile(() -> note("t")));

        ExportResult result = lake.published("t");

        assertThat(runs).hasSize(1);
        assertThat(s3.count(request -> isUpload(request, "00001-00000"))).isEqualTo(2);
        assertThat(s3.count(request -> isUpload(request, "00000-00000"))).isEqualTo(1);
        assertThat(manifest(result).rowsRead()).isEqualTo(ROWS);
        assertThat(manifest(result).badValueCount()).isEqualTo(ROWS / 1000);
        assertSame("t");
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
        assertThat(staged()).isEmpty();
    }

    @Test
    void rows_that_a_policy_rejects_are_written_down_once_though_their_chunk_was_read_twice() {
        lake.table(
                "t",
                "table",
                "t",
                "readers",
                "4",
                "batchRows",
                "500",
                "fileSize",
                "200000",
                "onBadValue",
                "day=reject");
        s3.fail(
                1,
                request -> isUpload(request, "00001-00001"),
                new Fault.Meanwhile(() -> kill("query LIKE 'COPY%ctid >= %ctid < %'")));

        Manifest manifest = manifest(lake.published("t"));

        assertThat(s3.count(request -> isUpload(request, "00001-00000"))).isEqualTo(2);
        assertThat(manifest.rowsRejected()).isEqualTo(ROWS / 1000);
        assertThat(manifest.rows()).isEqualTo(ROWS - ROWS / 1000);
        assertThat(manifest.rejects().stream()
                        .flatMap(key -> lines(lake.objects().resolve(key)))
                        .map(line -> line.replaceFirst(".*\"key\":\\{\"i\":\"?(\\d+).*", "$1"))
                        .map(Integer::valueOf))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ROWS / 1000)
                        .map(i -> i * 1000)
                        .boxed()
                        .toList());
    }

    @Test
    void when_the_holder_of_the_snapshot_dies_too_the_run_begins_anew_with_another_snapshot() {
        s3.fail(1, request -> isUpload(request, "00001-00001"), new Fault.Meanwhile(() -> {
            note("t");
            kill("application_name = 'caravan'");
            lake.sql("DELETE FROM t WHERE i > 29000");
        }));
        s3.fail(request -> isUpload(request, "00003-0000"), new Fault.Meanwhile(() -> note("t")));

        ExportResult result = lake.published("t");

        assertThat(runs).hasSize(2);
        assertThat(result.rows()).isEqualTo(29_000);
        assertSame("t");
    }

    @Test
    void a_chunk_that_cannot_be_uploaded_fails_the_run_which_ends_when_the_others_are_at_rest() {
        lake.set("caravan.retry.maximum", "0");
        AtomicBoolean isSlowUploadOver = new AtomicBoolean();
        AtomicBoolean wasOverAtTheEnd = new AtomicBoolean();
        s3.fail(request -> isUpload(request, "00002-"), Fault.s3Error(503, "SlowDown"));
        s3.fail(1, request -> isUpload(request, "00000-00000"), new Fault.Meanwhile(() -> {
            await(
                    "the run waits for this upload, or ends without it",
                    () -> WaitingThreads.in("ActiveRun", "close") > 0 || s3.count(ChunkedRunTest::isDeadLetter) > 0);
            isSlowUploadOver.set(true);
        }));
        s3.fail(ChunkedRunTest::isDeadLetter, new Fault.Meanwhile(() -> wasOverAtTheEnd.set(isSlowUploadOver.get())));

        ExportResult result = lake.export("t");

        assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.LAKE_UNREACHABLE);
        assertThat(wasOverAtTheEnd).isTrue();
        assertThat(lake.files("t")).isEmpty();
        assertThat(staged()).isEmpty();
        assertThat(lake.json("_caravan/dead-letter/t/" + result.runId() + ".json")
                        .get("step")
                        .asText())
                .isEqualTo("t-upload");
        s3.heal();
        lake.published("t");
        assertSame("t");
    }

    @Test
    void a_value_that_nobody_can_keep_in_one_chunk_ends_all_of_them() {
        lake.table("t", "table", "t", "readers", "4", "batchRows", "500");

        ExportResult result = lake.export("t");

        assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.BAD_VALUE);
        assertThat(lake.files("t")).isEmpty();
        assertThat(staged()).isEmpty();
    }

    private void assertSame(String relation) {
        try (DuckDb duck = DuckDb.open()) {
            String columns = "SELECT i, md5(words) FROM ";
            assertThat(duck.text(columns + lake.parquet("t") + " ORDER BY i"))
                    .isEqualTo(SameRows.postgres(lake.database(), columns + relation + " ORDER BY i"));
        }
    }

    private Set<String> chunksUploaded() {
        return new java.util.TreeSet<>(s3.seen().stream()
                .filter(request -> isUpload(request, ""))
                .map(request -> request.path().replaceFirst(".*/(\\d+)-\\d+\\.parquet$", "$1"))
                .toList());
    }

    /** Remembers the run of this moment: another try is another one. */
    private void note(String table) {
        ActiveRuns.of(lake.pod().context()).find(table).ifPresent(runs::add);
    }

    private void kill(String which) {
        lake.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '"
                + lake.database() + "' AND " + which);
    }

    private static boolean isDeadLetter(ProxiedRequest request) {
        return request.path().contains("/dead-letter/");
    }

    private static Manifest manifest(ExportResult result) {
        return Objects.requireNonNull(result.manifest());
    }

    private static java.util.stream.Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Path> staged() {
        try (var found = Files.walk(lake.staging())) {
            return found.filter(path -> path.toString().matches(".*\\.(parquet|jsonl)"))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isUpload(ProxiedRequest request, String name) {
        return request.method().equals("PUT")
                && request.path().contains("/uploads/")
                && request.path().contains("/" + name)
                && !request.headers().containsKey("x-amz-copy-source");
    }
}
