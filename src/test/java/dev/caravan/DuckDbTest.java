package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbTest {
    private final DuckDb duck = DuckDb.open();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        duck.close();
    }

    @Test
    void it_reads_a_parquet_file_as_objects_and_as_text() {
        Path file = folder.resolve("it's one.parquet");
        duck.execute("COPY (SELECT 1::BIGINT AS id, 1.50::DECIMAL(5,2) AS rate, [1, NULL] AS list,"
                + " TIMESTAMPTZ '2024-02-29 12:00:00.000001+01' AS at UNION ALL SELECT 2, NULL, NULL, NULL)"
                + " TO '" + file.toString().replace("'", "''") + "' (FORMAT parquet)");

        assertThat(duck.count(file)).isEqualTo(2);
        assertThat(duck.columns(file))
                .isEqualTo(Map.of(
                        "id", "BIGINT", "rate", "DECIMAL(5,2)", "list", "INTEGER[]", "at", "TIMESTAMP WITH TIME ZONE"));
        assertThat(duck.rows("SELECT id, rate FROM " + DuckDb.parquet(file) + " ORDER BY id"))
                .containsExactly(Arrays.asList(1L, new BigDecimal("1.50")), Arrays.asList(2L, null));
        assertThat(duck.text("SELECT * FROM " + DuckDb.parquet(file) + " ORDER BY id"))
                .containsExactly(
                        Arrays.asList("1", "1.50", "[1, NULL]", "2024-02-29 11:00:00.000001+00"),
                        Arrays.asList("2", null, null, null));
    }

    @Test
    void it_reads_many_files_by_a_pattern() {
        for (int i = 0; i < 3; i++) {
            duck.execute("COPY (SELECT " + i + " AS i) TO '" + folder + "/" + i + ".parquet' (FORMAT parquet)");
        }

        assertThat(duck.value("SELECT sum(i) FROM " + DuckDb.parquet(folder.resolve("*.parquet"))))
                .hasToString("3");
    }
}
