package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A table {@code t} whose rows all have the same version, so that a reader who finds two versions, or not all rows, sees a mixture. */
final class VersionedTable {
    private final TestLake lake;
    private final int rows;

    VersionedTable(TestLake lake, int rows) {
        this.lake = lake;
        this.rows = rows;
        lake.sql("CREATE TABLE t AS SELECT 0 AS version, i, md5(i::text) AS words FROM generate_series(1, " + rows
                + ") i");
    }

    /** Gives all rows the next version and tells it. */
    int next() {
        lake.sql("UPDATE t SET version = version + 1");
        return Integer.parseInt(Objects.requireNonNull(SameRows.postgres(lake.database(), "SELECT max(version) FROM t")
                .get(0)
                .get(0)));
    }

    /** The one version that a reader finds, with all of its rows. */
    Set<String> versions() {
        Set<String> versions = new TreeSet<>();
        try (DuckDb duck = DuckDb.open()) {
            duck.text("SELECT version, count(*) FROM " + lake.parquet("t") + " GROUP BY version")
                    .forEach(row -> {
                        assertThat(row.get(1)).isEqualTo("" + rows);
                        versions.add(Objects.requireNonNull(row.get(0)));
                    });
        }
        assertThat(versions).hasSize(1);
        return versions;
    }

    /** State, manifest and folder name the same files. */
    void assertWhole(String where) {
        List<String> files =
                lake.files("t").stream().map(file -> "t/" + file.getFileName()).toList();
        List<String> inState = new ArrayList<>();
        lake.state("t").get("files").forEach(file -> inState.add(file.asText()));
        List<String> inManifest = new ArrayList<>();
        lake.json(lake.state("t").get("manifest").asText())
                .get("files")
                .forEach(file -> inManifest.add(file.get("key").asText()));
        assertThat(inState).as(where).containsExactlyInAnyOrderElementsOf(files);
        assertThat(inManifest).as(where).containsExactlyInAnyOrderElementsOf(files);
        assertThat(lake.state("t").has("publishing")).as(where).isFalse();
    }
}
