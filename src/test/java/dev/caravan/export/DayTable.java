package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.DuckDb;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.LakeCleanup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A table {@code t} of days, published by partitions. From one version to the next, rows of some days change, a row moves to another day,
 * one day comes or goes, and the others stay as they are.
 */
final class DayTable implements AutoCloseable {
    /** What tells the rows of a partition from all others, in PostgreSQL and in DuckDB. */
    private static final String DIGEST =
            "count(*) || ' rows ' || md5(string_agg(id || ':' || version || ':' || words || ':' || coalesce(day::text, ''), ',' ORDER BY id))";

    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private final TestLake lake;
    private final PartitionReader reader;
    private int version;

    DayTable(TestLake lake, Path fetched) {
        this.lake = lake;
        this.reader = new PartitionReader(lake, fetched);
        lake.sql(
                "CREATE TABLE t AS SELECT i AS id, date '2026-01-01' + i / 50 AS day, 0 AS version, md5(i::text) AS words"
                        + " FROM generate_series(0, 249) i UNION ALL SELECT 1000 + i, NULL, 0, 'w' FROM generate_series(1, 5) i");
    }

    PartitionReader reader() {
        return reader;
    }

    /** Writes the table file. */
    void define(String... more) {
        Map<String, String> parameters = new LinkedHashMap<>(
                Map.of("table", "t", "catalog", "glue", "partitionBy", "dt=day(day)", "keepRuns", "2", "keepFor", "0"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        lake.table(
                "t",
                parameters.entrySet().stream()
                        .flatMap(each -> List.of(each.getKey(), each.getValue()).stream())
                        .toArray(String[]::new));
    }

    /** Writes the table file without partitions. */
    void defineWhole(String publish) {
        lake.table("t", "table", "t", "catalog", "glue", "publish", publish);
    }

    /** Makes the next version of the rows, and tells its partitions. */
    Map<String, String> next() {
        version++;
        String comesOrGoes = version % 2 == 1
                ? "INSERT INTO t SELECT 2000 + i, '2026-03-01', " + version + ", 'new' FROM generate_series(1, 20) i"
                : "DELETE FROM t WHERE day = '2026-03-01'";
        lake.sql("UPDATE t SET version = " + version + " WHERE day IN ('2026-01-02', '2026-01-04');"
                + " UPDATE t SET day = '2026-01-0" + (4 + version % 2) + "' WHERE id = 240; " + comesOrGoes);
        return source();
    }

    /** The partitions of the rows in PostgreSQL. */
    Map<String, String> source() {
        return byPartition(SameRows.postgres(
                lake.database(), "SELECT coalesce(day::text, '" + NULL + "'), " + DIGEST + " FROM t GROUP BY 1"));
    }

    private static Map<String, String> byPartition(List<List<String>> rows) {
        Map<String, String> partitions = new TreeMap<>();
        rows.forEach(row -> partitions.put(row.get(0), row.get(1)));
        return partitions;
    }

    /** The partitions of the rows that a reader finds where the partitions in Glue lead; each leads to files. */
    Map<String, String> found(String where) {
        return read(reader.locations("t"), where);
    }

    /** The same of partitions that were listed before. */
    Map<String, String> read(Map<String, String> locations, String where) {
        List<String> parts = new ArrayList<>();
        locations.forEach((value, location) -> {
            List<Path> files = files(location);
            assertThat(files)
                    .as(where + ": partition " + value + " leads to " + location)
                    .isNotEmpty();
            parts.add("SELECT '" + value + "' AS dt, * FROM "
                    + DuckDb.parquet(files.toArray(Path[]::new)).replaceFirst("\\)$", ", hive_partitioning = false)"));
        });
        if (parts.isEmpty()) {
            return Map.of();
        }
        try (DuckDb duck = DuckDb.open()) {
            return byPartition(duck.text(
                    "SELECT dt, " + DIGEST + " FROM (" + String.join(" UNION ALL BY NAME ", parts) + ") GROUP BY 1"));
        }
    }

    /** A query over what the catalog leads to in the lake; {@code %s} is the table. */
    List<List<String>> rows(String select) {
        List<Path> files = reader.locations("t").values().stream()
                .filter(location -> !location.startsWith("s3://"))
                .flatMap(location -> files(location).stream())
                .toList();
        try (DuckDb duck = DuckDb.open()) {
            return duck.text(String.format(select, DuckDb.parquet(files.toArray(Path[]::new))));
        }
    }

    /** The partitions that a reader works out, of these values. */
    Map<String, String> projected(Set<String> values) {
        String template = reader.table("t").parameters().get("storage.location.template");
        Map<String, String> locations = new TreeMap<>();
        values.forEach(value ->
                locations.put(value, template.replace("${dt}", value).replace("s3://" + lake.bucket() + "/", "")));
        return read(locations, "projected");
    }

    private List<Path> files(String location) {
        Path at = lake.objects().resolve(location);
        return Files.isDirectory(at) ? TestLake.filesBelow(at) : List.of();
    }

    /** Each partition is of one of two versions, and there if it is in both. */
    static void assertOfEither(
            String where, Map<String, String> found, Map<String, String> before, Map<String, String> after) {
        found.forEach((value, rows) -> assertThat(rows)
                .as(where + ": partition " + value)
                .isIn(Objects.toString(before.get(value)), Objects.toString(after.get(value))));
        Set<String> inBoth = new HashSet<>(before.keySet());
        inBoth.retainAll(after.keySet());
        assertThat(found.keySet()).as(where).containsAll(inBoth);
    }

    /** State, manifest and catalog name the same files, and the files of runs that are kept are there. */
    void assertWhole(String where) {
        JsonNode state = lake.state("t");
        assertThat(state.has("publishing")).as(where + ": nothing is half done").isFalse();
        Set<String> inState = keys(state, "");
        Set<String> led = new TreeSet<>();
        reader.locations("t").values().forEach(location -> files(location)
                .forEach(file -> led.add(lake.objects().relativize(file).toString())));
        assertThat(led).as(where + ": where the catalog leads").isEqualTo(inState);
        assertThat(keys(lake.json(state.get("manifest").asText()), "key"))
                .as(where + ": the manifest")
                .isEqualTo(inState);
        assertThat(dataFiles()).as(where + ": files of runs that are kept").containsAll(named());
        assertThat(reader.table("t").parameters())
                .as(where)
                .containsEntry("caravan_attempt", state.get("attempt").asText());
        assertThat(reader.partitions("t")).as(where + ": columns").allMatch(partition -> partition
                .storageDescriptor()
                .columns()
                .equals(reader.table("t").storageDescriptor().columns()));
    }

    private static Set<String> keys(JsonNode document, String field) {
        Set<String> keys = new TreeSet<>();
        document.get("files")
                .forEach(file -> keys.add(
                        field.isEmpty() ? file.asText() : file.get(field).asText()));
        return keys;
    }

    /** The keys that the manifests of the current run and of those that are kept name. */
    Set<String> named() {
        JsonNode state = lake.state("t");
        Set<String> keys = keys(state, "");
        state.path("kept")
                .forEach(run -> keys.addAll(keys(lake.json(run.get("manifest").asText()), "key")));
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

    /** Removes what nothing refers to, however young it is; nothing stays that no run names. */
    void assertClean(String where) {
        LakeCleanup.of(lake.pod().context(), Optional.of(0L)).lake(false, leftover -> {});
        assertThat(dataFiles()).as(where + ": what is left").isEqualTo(named());
        assertThat(lake.ownFiles()).as(where + ": what is left").noneMatch(name -> name.contains("uploads"));
    }

    @Override
    public void close() {
        reader.close();
    }
}
