package dev.caravan.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.read.BatchLimits;
import dev.caravan.write.Compression;
import dev.caravan.write.DataFile;
import dev.caravan.write.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Readers that skip row groups and pages find every value of every type: alone, as part of a composite value, and in an array. */
class PushdownTest {
    /** A row group for every batch, so that each says something else of itself; or a few pages in each. */
    private static final Map<String, Long> ROW_GROUPS = Map.of("a batch a row group", 1L, "pages in row groups", 400L);

    private static final int BATCH_ROWS = 3;

    private final DuckDb duck = DuckDb.open();
    private final DuckPushdown duckPushdown = new DuckPushdown(duck);
    private final ParquetPushdown parquetPushdown = new ParquetPushdown();
    private final HikariDataSource source = Servers.source(TestStack.postgres(), TestStack.freshDatabase("pushdown"));

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        source.close();
        duck.close();
    }

    @TestFactory
    Stream<DynamicContainer> no_shortcut_hides_a_row() {
        TypeTables tables = new TypeTables(source);
        Stream<DynamicContainer> types = tables.types().stream().map(values -> tests(tables, values));
        return Stream.concat(
                types,
                Stream.of(DynamicContainer.dynamicContainer(
                        "all", List.of(DynamicTest.dynamicTest("each shortcut was taken", () -> assertThat(
                                        parquetPushdown.skipped())
                                .hasSize(4)
                                .allSatisfy((shortcut, count) ->
                                        assertThat(count).as(shortcut).isPositive()))))));
    }

    private DynamicContainer tests(TypeTables tables, Values values) {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest("in every shape", () -> {
            tables.create(values);
            List<String> shapes = values.isAlone() ? List.of("id", "v") : List.of("id", "v", "c", "a");
            check(values, shapes, "id < 1000", Map.of());
        }));
        values.retargets()
                .forEach(retarget -> tests.add(DynamicTest.dynamicTest(
                        "as " + retarget.choice(),
                        () -> check(
                                values,
                                List.of("id", "v"),
                                "id < 1000 AND (v IS NULL OR " + retarget.holds() + ")",
                                Map.of("v", retarget.choice())))));
        return DynamicContainer.dynamicContainer(values.type(), tests);
    }

    private void check(Values values, List<String> columns, String where, Map<String, String> types) {
        ROW_GROUPS.forEach((layout, bytes) -> {
            List<Path> files = new Export(source, folder.resolve(TypeTables.name(values) + types.values() + bytes))
                            .limits(new BatchLimits(BATCH_ROWS, 1 << 20))
                            .options(new WriteOptions(Compression.NONE, bytes, Long.MAX_VALUE)
                                    .withBloomFilters(Set.copyOf(columns)))
                            .part(TypeTables.name(values), columns, where, types)
                            .stream()
                            .map(DataFile::path)
                            .toList();
            assertThat(files).hasSize(1);
            if (bytes == 1) {
                // It does not look at single pages.
                assertThat(duckPushdown.differences(files.get(0)))
                        .as("DuckDB, %s", layout)
                        .isEmpty();
            }
            try {
                assertThat(parquetPushdown.hidden(files.get(0)))
                        .as("parquet-java, %s", layout)
                        .isEmpty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
