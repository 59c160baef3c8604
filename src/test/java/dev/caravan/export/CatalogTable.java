package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.LakeCleanup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A table {@code t} that readers find in the Glue catalog, and whose rows all have the same version, so that a reader who finds two
 * versions, or not all rows, sees a mixture.
 */
final class CatalogTable implements AutoCloseable {
    private final TestLake lake;
    private final int rows;
    private final CatalogReader reader;

    CatalogTable(TestLake lake, int rows) {
        this.lake = lake;
        this.rows = rows;
        this.reader = new CatalogReader(lake);
        lake.sql("CREATE TABLE t AS SELECT 0 AS version, i, md5(i::text) AS words FROM generate_series(1, " + rows
                + ") i");
    }

    CatalogReader reader() {
        return reader;
    }

    /** Writes the table file. */
    void define(String publish, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("table", "t");
        parameters.put("catalog", "glue");
        parameters.put("publish", publish);
        parameters.put("fileSize", "40000");
        parameters.put("batchRows", "1000");
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        List<String> all = new ArrayList<>();
        parameters.forEach((name, value) -> all.addAll(List.of(name, value)));
        lake.table("t", all.toArray(String[]::new));
    }

    /** Gives all rows the next version and tells it. */
    String next() {
        lake.sql("UPDATE t SET version = version + 1");
        return Objects.requireNonNull(SameRows.postgres(lake.database(), "SELECT max(version) FROM t")
                .get(0)
                .get(0));
    }

    /** The one version that a reader finds where the catalog leads, with all of its rows; nothing before the first run. */
    Set<String> versions(String where) {
        Set<String> versions = new TreeSet<>();
        if (!reader.has("t")) {
            return versions;
        }
        for (List<String> row :
                reader.rows("t", "SELECT version, count(*) c, count(DISTINCT i) d FROM", " GROUP BY 1")) {
            assertThat(row.subList(1, 3)).as(where).containsOnly("" + rows);
            versions.add(Objects.requireNonNull(row.get(0)));
        }
        assertThat(versions).as(where).hasSize(1);
        return versions;
    }

    /** State, manifest and catalog name the same files, and nothing else is where readers look. */
    void assertWhole(String where) {
        JsonNode state = lake.state("t");
        Set<String> there = new TreeSet<>();
        for (Path file : reader.files("t")) {
            there.add(lake.objects().relativize(file).toString());
        }
        Set<String> inState = new TreeSet<>();
        state.get("files").forEach(file -> inState.add(file.asText()));
        Set<String> inManifest = new TreeSet<>();
        lake.json(state.get("manifest").asText())
                .get("files")
                .forEach(file -> inManifest.add(file.get("key").asText()));
        assertThat(there).as(where + ": where the catalog leads").isEqualTo(inState);
        assertThat(inManifest).as(where + ": the manifest").isEqualTo(inState);
        assertThat(state.has("publishing")).as(where + ": nothing is half done").isFalse();
        assertThat(reader.table("t").parameters())
                .as(where)
                .containsEntry("caravan_attempt", state.get("attempt").asText());
    }

    /** The keys that the manifests of the current run and of those that are kept name. */
    Set<String> named() {
        Set<String> keys = new TreeSet<>();
        JsonNode state = lake.state("t");
        state.get("files").forEach(file -> keys.add(file.asText()));
        state.path("kept").forEach(run -> lake.json(run.get("manifest").asText())
                .get("files")
                .forEach(file -> keys.add(file.get("key").asText())));
        return keys;
    }

    /** The keys of all data files of the bucket. */
    Set<String> dataFiles() {
        try (S3Client client = TestStack.s3()) {
            return client.listObjectsV2Paginator(request -> request.bucket(lake.bucket())).contents().stream()
                    .map(S3Object::key)
                    .filter(key -> !key.startsWith("_caravan/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Removes what nothing refers to, however young it is. */
    void clean() {
        LakeCleanup.of(lake.pod().context(), Optional.of(0L)).lake(false, leftover -> {});
    }

    @Override
    public void close() {
        reader.close();
    }
}
