package dev.caravan.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.roundtrip.Values.Outcome;
import dev.caravan.roundtrip.Values.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One wide table with a column of every type makes the way that tables make in production: through the routes into the bucket. */
class RoutedTypesTest {
    private static final int ROWS = 25;

    @TempDir
    private Path folder;

    @Test
    void a_table_with_every_type_arrives_through_the_routes() {
        try (TestLake lake = TestLake.open("routed_types", folder);
                HikariDataSource source = Servers.source(TestStack.postgres(), lake.database());
                DuckJudge judge = new DuckJudge()) {
            TypeTables tables = new TypeTables(source);
            List<Values> types = tables.types();
            tables.execute(sql(tables, types));
            lake.table("wide", "table", "public.wide", "batchRows", "7");

            assertThat(lake.published("wide").rows()).isEqualTo(ROWS);

            Content content = judge.read(lake.files("wide"));
            List<String> printed = IntStream.range(0, types.size())
                    .mapToObj(i -> "c" + i + types.get(i).printedAs())
                    .collect(Collectors.toCollection(ArrayList::new));
            printed.add(0, "id");
            List<List<@Nullable String>> expected = tables.printed("wide", printed, "true");
            List<Content.Shape> shapes = List.copyOf(content.shapes().values());
            assertThat(shapes).hasSize(types.size() + 1);
            assertThat(content.rows()).hasSize(ROWS);
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < types.size(); i++) {
                    assertThat(new Printed(types.get(i).delimiter())
                                    .difference(
                                            shapes.get(i + 1),
                                            expected.get(row).get(i + 1),
                                            content.rows().get(row).get(i + 1)))
                            .as("row %s of %s", row, types.get(i))
                            .isNull();
                }
            }
        }
    }

    /** Every other column begins with a NULL; then come the values, over and over. */
    private static List<String> sql(TypeTables tables, List<Values> types) {
        List<String> sql = new ArrayList<>();
        types.forEach(values -> sql.add(values.setup()));
        sql.add(IntStream.range(0, types.size())
                .mapToObj(i -> "c" + i + " " + types.get(i).type())
                .collect(Collectors.joining(", ", "CREATE TABLE wide (id int, ", ")")));
        for (int row = 0; row < ROWS; row++) {
            int number = row;
            sql.add(IntStream.range(0, types.size())
                    .mapToObj(i -> {
                        List<Value> values = tables.values(types.get(i), Outcome.ARRIVES);
                        int at = (number + i % 2) % (values.size() + 1);
                        return at == 0 ? "NULL" : values.get(at - 1).sql();
                    })
                    .collect(Collectors.joining(", ", "INSERT INTO wide VALUES (" + row + ", ", ")")));
        }
        return sql;
    }
}
