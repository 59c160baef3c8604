package dev.caravan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hand-written route of a PostgreSQL table, in YAML and in Java. */
class PgCopyExampleTest {
    private static final String TABLE = "own_orders";

    @TempDir
    private Path dir;

    @Test
    void the_route_in_yaml_publishes_the_table() throws Exception {
        try (TestLake lake = lake("own-yaml")) {
            lake.file("pg-copy.camel.yaml", Files.readString(Path.of("examples/pg-copy.camel.yaml")));

            assertSame(lake);
        }
    }

    @Test
    void its_twin_in_java_does_the_same() throws Exception {
        try (TestLake lake = lake("own-java")) {
            lake.pod().context().addRoutes(new PgCopyRoute());

            assertSame(lake);
        }
    }

    @Test
    void a_run_that_fails_leaves_the_lake_as_it_was() throws Exception {
        try (TestLake lake = lake("own-fails")) {
            lake.set("caravan.retry.maximum", "0")
                    .file("pg-copy.camel.yaml", Files.readString(Path.of("examples/pg-copy.camel.yaml")));
            lake.published(TABLE);
            lake.sql("ALTER TABLE orders ADD day date; UPDATE orders SET day = 'infinity' WHERE id = 1");

            assertThat(lake.export(TABLE).failure()).isNotNull();
            assertThat(lake.files(TABLE)).hasSize(2);
            try (DuckDb duck = DuckDb.open()) {
                assertThat(duck.columns(lake.files(TABLE).toArray(Path[]::new))).doesNotContainKey("day");
            }
        }
    }

    private TestLake lake(String name) {
        return TestLake.open(name, dir)
                .sql(
                        "CREATE TABLE orders AS SELECT i AS id, repeat(md5(i::text), 8) AS note FROM generate_series(1, 100000) i");
    }

    private static void assertSame(TestLake lake) {
        assertThat(lake.published(TABLE).rows()).isEqualTo(100_000);
        String columns = "SELECT count(*), sum(id), min(note), max(note) FROM ";
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text(columns + lake.parquet(TABLE)))
                    .isEqualTo(SameRows.postgres(lake.database(), columns + "orders"));
        }
        assertThat(Objects.requireNonNull(lake.state(TABLE))).isNotNull();
    }
}
