package dev.caravan.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.TestStack;
import dev.caravan.write.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** Whole tables of random types and values, cut into random batches, row groups and files, hold what PostgreSQL holds. */
class RandomTablesTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final class Holder {
        static final HikariDataSource SOURCE = Servers.source(TestStack.postgres(), TestStack.freshDatabase("random"));
        static final DuckJudge JUDGE = new DuckJudge();
        static final TypeTables TABLES = made();

        private static TypeTables made() {
            TypeTables tables = new TypeTables(SOURCE);
            tables.createTypes();
            return tables;
        }
    }

    @AfterContainer
    static void close() {
        Holder.JUDGE.close();
        Holder.SOURCE.close();
    }

    @Provide
    Arbitrary<RandomTable> tables() {
        // Types that are compared by a cast have no such form inside others.
        List<Values> types = Holder.TABLES.types().stream()
                .filter(values -> !values.isAlone())
                .toList();
        return RandomTable.of(types, Holder.TABLES.version());
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void every_row_of_a_random_table_arrives(@ForAll("tables") RandomTable table) throws IOException {
        String name = "r_" + NUMBER.incrementAndGet();
        Path folder = Files.createTempDirectory("caravan-" + name);
        Holder.TABLES.execute(table.sql(name));
        try {
            List<Path> files = new Export(Holder.TABLES.source(), folder)
                    .limits(table.limits()).options(table.options()).part(name, List.of(), "", Map.of()).stream()
                            .map(DataFile::path)
                            .toList();
            compare(table, name, Holder.JUDGE.read(files));
        } finally {
            Holder.TABLES.execute(List.of("DROP TABLE " + name));
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void compare(RandomTable table, String name, Content content) {
        List<String> columns = List.copyOf(content.shapes().keySet());
        assertThat(columns).hasSize(table.columns().size() + 1);
        List<List<@Nullable String>> expected = Holder.TABLES.printed(name, columns, "true");
        assertThat(content.rows()).hasSameSizeAs(expected);
        for (int row = 0; row < expected.size(); row++) {
            for (int column = 1; column < columns.size(); column++) {
                Printed printed =
                        new Printed(table.columns().get(column - 1).values().delimiter());
                assertThat(printed.difference(
                                new ArrayList<>(content.shapes().values()).get(column),
                                expected.get(row).get(column),
                                content.rows().get(row).get(column)))
                        .as("row %s, %s", row, table.columns().get(column - 1))
                        .isNull();
            }
        }
    }
}
