package dev.caravan.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.data.Source;
import dev.caravan.local.postgres.LocalPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameValuesTest {
    private static final String ROWS =
            "VALUES (1, TIMESTAMP '2020-01-01 00:00:00.000001', 0.5), (2, TIMESTAMP '2020-01-02', 3), (3, NULL, 1e-7)";

    @TempDir
    private Path folder;

    private Source source;
    private LoadedTable table;

    @BeforeEach
    void table() throws SQLException {
        String database = TestStack.freshDatabase("same");
        TestStack.execute(
                database,
                "CREATE SCHEMA caravan_bench; CREATE TABLE caravan_bench.narrow AS SELECT id::bigint, seen,"
                        + " reading::double precision FROM (" + ROWS + ") t (id, seen, reading)");
        source = new Source(TestStack.postgres().jdbcUrl(database) + "?user=" + LocalPostgres.USER + "&password="
                + LocalPostgres.PASSWORD);
        table = LoadedTable.of(BenchTable.NARROW, source);
    }

    @Test
    void the_same_rows_in_another_order_and_in_several_files_are_the_same() throws SQLException {
        write("one", "id = 3");
        write("two", "id < 3 ORDER BY id DESC");

        assertThat(difference()).isEmpty();
    }

    @Test
    void one_other_value_is_found_and_its_column_named() throws SQLException {
        write("one", "id <> 2");
        copy("two", "SELECT 2::bigint AS id, TIMESTAMP '2020-01-02' AS seen, 3.0000000001::double AS reading");

        assertThat(difference()).contains("the values differ from the table's in reading");
    }

    @Test
    void values_that_changed_rows_are_found() throws SQLException {
        copy(
                "one",
                "SELECT id::bigint AS id, seen, CASE id WHEN 1 THEN 3 WHEN 2 THEN 0.5 ELSE reading END::double AS reading"
                        + " FROM (" + ROWS + ") t (id, seen, reading)");

        assertThat(difference()).contains("the values differ from the table's in how they make up rows");
    }

    @Test
    void a_missing_row_is_found() throws SQLException {
        write("one", "id > 1");

        assertThat(difference()).contains("the values differ from the table's in id, seen, reading");
    }

    private Optional<String> difference() throws SQLException {
        return new SameValues(table, source).difference(folder.resolve("*.parquet"));
    }

    private void write(String file, String condition) {
        copy(
                file,
                "SELECT id::bigint AS id, seen, reading::double AS reading FROM (" + ROWS
                        + ") t (id, seen, reading) WHERE " + condition);
    }

    private void copy(String file, String query) {
        try (DuckDb duck = DuckDb.open()) {
            duck.execute("COPY (" + query + ") TO '" + folder.resolve(file + ".parquet") + "' (FORMAT parquet)");
        }
    }
}
