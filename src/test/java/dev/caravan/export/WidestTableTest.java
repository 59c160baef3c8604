package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import dev.caravan.DuckDb;
import dev.caravan.Main;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's own limit is 1,600 columns; every one of them has a writer with buffers of its own. */
class WidestTableTest {
    private static final int COLUMNS = 1_600;
    private static final int ROWS = 5_500;

    @TempDir
    private Path folder;

    @Test
    void a_table_of_1600_columns_passes_through_the_heap_of_a_pod_of_512_MiB() throws Exception {
        try (TestLake lake = TestLake.open("widest", folder)) {
            lake.sql("CREATE TABLE wide (" + each(i -> "c" + i + " " + type(i)) + ")")
                    .sql("INSERT INTO wide SELECT " + each(WidestTableTest::value) + " FROM generate_series(1, " + ROWS
                            + ") n")
                    .table("wide", "table", "wide");
            // It has 256 MB, half of the pod's memory, as the image sets it.
            try (Child child = Child.start(
                    folder,
                    environment(lake),
                    Main.class.getName(),
                    "export",
                    "wide",
                    "--routes",
                    "" + lake.routes())) {
                assertThat(child.exit()).as(child.out() + child.err()).isZero();
            }
            for (String aggregate : List.of("count", "min", "max")) {
                IntFunction<String> column = i -> aggregate + "(" + comparable(i) + ")";
                assertThat(columns(lake, column))
                        .as(aggregate)
                        .isEqualTo(SameRows.postgres(lake.database(), "SELECT " + each(column) + " FROM wide")
                                .get(0));
            }
        }
    }

    private static List<String> columns(TestLake lake, IntFunction<String> column) throws Exception {
        try (DuckDb duck = DuckDb.open()) {
            return duck.text("SELECT " + each(column) + " FROM " + lake.parquet("wide"))
                    .get(0);
        }
    }

    /** A row has to fit a page of 8 kB, so the types are small ones. */
    private static String type(int i) {
        return List.of("int4", "boolean", "date", "text", "int2").get(i % 5);
    }

    private static String value(int i) {
        String value =
                switch (i % 5) {
                    case 0 -> "n * " + i;
                    case 1 -> "n % 2 = " + i % 2;
                    case 2 -> "date '2000-01-01' + n % " + (i + 1);
                    case 3 -> "chr(97 + (n + " + i + ") % 26)";
                    default -> "(n % " + (i + 1) + ")::int2";
                };
        return i % 7 == 6 ? "CASE WHEN n % 3 > 0 THEN " + value + " END" : value;
    }

    /** Neither server has a least boolean, and one of them sorts text by locale. */
    private static String comparable(int i) {
        return i % 5 == 1 ? "c" + i + "::int" : "c" + i;
    }

    private static String each(IntFunction<String> column) {
        return IntStream.range(0, COLUMNS).mapToObj(column).collect(Collectors.joining(", "));
    }

    private static Map<String, String> environment(TestLake lake) {
        Map<String, String> environment = new TreeMap<>(TestStack.get().environment());
        environment.put("CARAVAN_SOURCE_DEFAULT_URL", TestStack.postgres().jdbcUrl(lake.database()));
        environment.put("CARAVAN_LAKE_BUCKET", lake.bucket());
        environment.put("CARAVAN_STAGING_DIR", lake.staging().toString());
        return environment;
    }
}
