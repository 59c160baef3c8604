package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.plan.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What {@code caravan clean} removes, and all that it leaves. */
class CleanCommandTest {
    /** A run of long ago. */
    private static final String DEAD = "20251126T041500000Z";

    @TempDir
    private Path folder;

    private TestLake lake;
    private S3Client s3;

    @BeforeEach
    void open() {
        lake = TestLake.open("clean", folder).set("caravan.retry.maximum", "0").set("caravan.lake.prefix", "raw");
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        lake.table("t", "table", "t", "catalog", "glue", "keepRuns", "2", "keepFor", "0");
        s3 = TestStack.s3();
    }

    @AfterEach
    void close() {
        lake.close();
        s3.close();
    }

    private CommandOutput clean(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "clean";
        all[1] = "--config";
        all[2] = lake.config().toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return CommandOutput.of(all);
    }

    private List<String> keys() {
        return s3.listObjectsV2Paginator(request -> request.bucket(lake.bucket())).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    private void put(String key, Duration age) {
        s3.putObject(request -> request.bucket(lake.bucket()).key(key), RequestBody.fromString("x"));
        try {
            Files.setLastModifiedTime(
                    lake.objects().resolve(key), FileTime.from(Instant.now().minus(age)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void it_removes_what_killed_runs_left_and_nothing_else() {
        Duration old = Duration.ofDays(2);
        lake.published("t");
        lake.published("t");
        List<String> kept = keys();
        List<String> dead = List.of(
                "raw/t/run=" + DEAD + "/00000-00000.parquet",
                "raw/t/run=" + DEAD + "-5e0c4a1f-2/00000-00000.parquet",
                "raw/swap=t/run=" + DEAD + "/00000-00000.parquet",
                "raw/t/" + DEAD + "-5e0c4a1f-1-00000-00000.parquet",
                "raw/_caravan/t/uploads/" + DEAD + "/claim",
                "raw/_caravan/t/uploads/" + DEAD + "/5e0c4a1f-1/00000-00000.parquet");
        dead.forEach(key -> put(key, old));
        List<String> others = List.of(
                "t/run=" + DEAD + "/00000-00000.parquet",
                "raw/unknown/run=" + DEAD + "/00000-00000.parquet",
                "raw/t/by-hand.parquet",
                "raw/t/run=mine/x.parquet",
                "raw/t/run=" + DEAD + "/deeper/x.parquet",
                "raw/_caravan/t/notes.txt");
        others.forEach(key -> put(key, old));
        List<String> young = List.of("raw/t/run=" + RunId.of(Instant.now()) + "/00000-00000.parquet");
        young.forEach(key -> put(key, Duration.ofMinutes(5)));

        CommandOutput trial = clean("--dry-run");
        assertThat(trial.exit()).as(trial.err()).isZero();
        assertThat(trial.out()).contains("Would remove 5 items");
        assertThat(keys()).containsAll(dead);

        CommandOutput done = clean();

        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("raw/t/run=" + DEAD + "/: data files that nothing refers to, 1 object, 1 bytes")
                .contains("Removed 5 items, 6 bytes");
        assertThat(keys())
                .doesNotContainAnyElementsOf(dead)
                .containsAll(kept)
                .containsAll(others)
                .containsAll(young);
        assertThat(clean().out()).contains("Removed 0 items");
        lake.published("t");
    }

    @Test
    void a_run_whose_last_file_is_young_goes_on_and_is_left_whole() {
        lake.published("t");
        String running = "raw/t/run=" + DEAD + "/";
        put(running + "00000-00000.parquet", Duration.ofDays(2));
        put(running + "00000-00001.parquet", Duration.ofHours(1));
        String attempts = "raw/_caravan/t/uploads/" + DEAD + "/";
        put(attempts + "a-1/00000-00000.parquet", Duration.ofDays(2));
        put(attempts + "a-2/00000-00000.parquet", Duration.ofHours(1));
        List<String> before = keys();

        assertThat(clean().out()).contains("Removed 0 items");
        assertThat(keys()).isEqualTo(before);
        assertThat(clean("--older-than", "30m").out()).contains("Removed 2 items");
    }

    @Test
    void an_upload_in_parts_that_goes_on_keeps_its_folder() {
        lake.published("t");
        String key = "raw/t/run=" + DEAD + "/00000-00001.parquet";
        put("raw/t/run=" + DEAD + "/00000-00000.parquet", Duration.ofDays(2));
        s3.createMultipartUpload(request -> request.bucket(lake.bucket()).key(key));
        s3.createMultipartUpload(request -> request.bucket(lake.bucket()).key("other/" + key));

        assertThat(clean().out()).contains("Removed 0 items");
        assertThat(clean("--older-than", "0").out())
                .contains("multipart upload that nobody will complete")
                .contains("Removed 2 items");
        assertThat(lake.openUploads()).containsExactly("other/" + key);
    }

    @Test
    void a_folder_that_the_catalog_leads_to_is_left_and_so_are_all_if_it_does_not_tell() {
        lake.published("t");
        String referred = "raw/t/run=" + DEAD + "/";
        put(referred + "00000-00000.parquet", Duration.ofDays(2));
        try (GlueClient glue = TestStack.glue();
                FaultyProxy broken = FaultyProxy.before(TestStack.get().glueEndpoint())) {
            glue.createTable(request -> request.databaseName(lake.bucket().replace('-', '_'))
                    .tableInput(input -> input.name("by_hand")
                            .storageDescriptor(storage -> storage.location("s3://" + lake.bucket() + "/" + referred))));
            assertThat(clean().out()).contains("Removed 0 items");

            glue.deleteTable(request ->
                    request.databaseName(lake.bucket().replace('-', '_')).name("by_hand"));
            broken.fail(request -> true, Fault.glueError(400, "AccessDeniedException"));
            TestLake other = lake.beside(folder.resolve("other"))
                    .set("caravan.glue.endpoint", broken.endpoint().toString());
            CommandOutput refused =
                    CommandOutput.of("clean", "--config", other.config().toString());
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("were left, because it did not tell", "AccessDenied");
            assertThat(keys()).contains(referred + "00000-00000.parquet");
        }
        assertThat(clean("--json").out()).contains("\"removed\":true", referred);
    }

    @Test
    void while_a_publication_is_under_way_its_table_is_left() throws Exception {
        lake.published("t");
        put("raw/t/run=" + DEAD + "/00000-00000.parquet", Duration.ofDays(2));
        Path state = lake.objects().resolve("raw/_caravan/t/state.json");
        String before = Files.readString(state);
        Files.writeString(
                state,
                before.replaceFirst(
                        "}\\s*$",
                        ", \"publishing\": {\"runId\": \"x\", \"attempt\": \"x-1\", \"earlierAttempt\": \"\", \"direction\":"
                                + " \"FORWARD\", \"moves\": [], \"rejects\": [], \"obsolete\": [], \"manifest\": {}}}"));
        assertThat(clean("--dry-run").out()).contains("Would remove 0 items");
    }

    @Test
    void a_table_whose_state_is_lost_keeps_all_that_a_manifest_names() throws Exception {
        lake.table("r", "table", "t", "fileSize", "10000", "batchRows", "100");
        lake.sql("INSERT INTO t SELECT generate_series(2, 20000)");
        lake.published("t");
        lake.published("r");
        Files.delete(lake.objects().resolve("raw/_caravan/t/state.json"));
        Files.delete(lake.objects().resolve("raw/_caravan/r/state.json"));
        List<String> before = keys();
        assertThat(before).filteredOn(key -> key.startsWith("raw/r/")).hasSizeGreaterThan(1);

        assertThat(clean("--older-than", "0").out()).contains("Removed 0 items");
        assertThat(keys()).isEqualTo(before);
    }

    @Test
    void a_damaged_document_of_one_table_does_not_keep_the_others_from_being_cleaned() throws Exception {
        lake.table("a", "table", "t");
        lake.published("a");
        lake.published("t");
        Files.writeString(lake.objects().resolve("raw/_caravan/a/state.json"), "{ damaged");
        String dead = "raw/t/run=" + DEAD + "/00000-00000.parquet";
        put(dead, Duration.ofDays(2));

        CommandOutput output = clean();

        assertThat(output.exit()).isNotZero();
        assertThat(output.err()).contains("unexpected contents");
        assertThat(keys()).doesNotContain(dead);
    }

    @Test
    void history_beyond_the_retention_goes() {
        lake.set("caravan.retention.days", "30");
        lake.published("t");
        String old = RunId.of(Instant.now().minus(Duration.ofDays(31)));
        put("raw/_caravan/t/runs/" + old + ".json", Duration.ZERO);
        put("raw/_caravan/dead-letter/gone/" + old + ".json", Duration.ZERO);

        assertThat(clean().out()).contains("history that was kept long enough", "Removed 2 items");
        assertThat(keys()).noneMatch(key -> key.contains(old));
    }
}
