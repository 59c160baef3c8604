package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Which objects a run leaves in the bucket. */
class PublishedFilesTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("files", folder);
        lake.sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 20000) i");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void a_table_that_fits_a_file_keeps_its_key() {
        lake.table("t", "table", "t");
        lake.published("t");
        lake.sql("DELETE FROM t WHERE i > 100");

        ExportResult second = lake.published("t");

        assertThat(names()).containsExactly("t.parquet");
        assertThat(second.rows()).isEqualTo(100);
        SameRows.assertSame(lake, "t", "t");
        assertThat(lake.ownFiles()).hasSize(3).contains("t/state.json", "t/runs/" + second.runId() + ".json");
    }

    @Test
    void several_files_and_then_one_and_then_several_again() {
        lake.table("t", "table", "t", "fileSize", "50000", "batchRows", "1000");
        ExportResult several = lake.published("t");
        assertThat(several.files()).isGreaterThan(3);
        assertThat(names()).hasSize(several.files()).allMatch(name -> name.startsWith(several.runId()));
        assertDescribed(several);

        lake.table("t", "table", "t");
        ExportResult one = lake.published("t");
        assertThat(names()).containsExactly("t.parquet");
        assertDescribed(one);

        lake.table("t", "table", "t", "fileSize", "100000", "batchRows", "1000");
        ExportResult again = lake.published("t");
        assertThat(names()).hasSize(again.files()).allMatch(name -> name.startsWith(again.runId()));
        assertDescribed(again);

        lake.published("t");
        assertThat(names()).noneMatch(name -> name.startsWith(again.runId()));
    }

    @Test
    void nothing_is_left_in_the_staging_folder_and_among_the_uploads() {
        lake.table("t", "table", "t", "fileSize", "100000", "batchRows", "1000");

        lake.published("t");
        lake.close();

        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
        assertThat(lake.staging()).isEmptyDirectory();
    }

    @Test
    void parts_that_a_killed_pod_left_are_removed_by_the_next_run_and_nothing_else() {
        lake.table("t", "table", "t");
        try (S3Client client = TestStack.s3()) {
            for (String upload : List.of("t/uploads/2020/a", "t/uploads/2999/b", "u/uploads/2020/c")) {
                client.createMultipartUpload(
                        request -> request.bucket(lake.bucket()).key("_caravan/" + upload));
            }
        }

        lake.published("t");

        assertThat(lake.openUploads()).containsExactly("_caravan/t/uploads/2999/b", "_caravan/u/uploads/2020/c");
    }

    @Test
    void a_prefix_without_a_slash_is_a_folder_all_the_same() {
        lake.set("caravan.lake.prefix", "raw/shop").table("t", "table", "t");

        ExportResult result = lake.published("t");

        assertThat(lake.objects().resolve("raw/shop/t/t.parquet")).isRegularFile();
        assertThat(result.manifestUri())
                .isEqualTo("s3://" + lake.bucket() + "/raw/shop/_caravan/t/runs/" + result.runId() + ".json");
        assertThat(lake.objects()).isDirectoryContaining(path -> path.endsWith("raw"));
        assertThat(lake.objects().toFile().list()).containsExactly("raw");
        SameRows.assertSame(lake, "t", "t");
    }

    private List<String> names() {
        return lake.files("t").stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    /** Data, manifest and state say the same. */
    private void assertDescribed(ExportResult result) {
        SameRows.assertSame(lake, "t", "t");
        JsonNode state = lake.state("t");
        assertThat(state.get("runId").asText()).isEqualTo(result.runId());
        JsonNode manifest = lake.json(state.get("manifest").asText());
        assertThat(manifest.get("rows").asLong()).isEqualTo(20_000).isEqualTo(result.rows());
        assertThat(manifest.get("rowsRead").asLong()).isEqualTo(20_000);
        List<String> keys = new ArrayList<>();
        manifest.get("files").forEach(file -> keys.add(file.get("key").asText()));
        assertThat(keys)
                .containsExactlyElementsOf(
                        names().stream().map(name -> "t/" + name).toList());
        List<String> inState = new ArrayList<>();
        state.get("files").forEach(file -> inState.add(file.asText()));
        assertThat(inState).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(result.bytes())
                .isEqualTo(lake.files("t").stream()
                        .mapToLong(file -> file.toFile().length())
                        .sum());
    }
}
