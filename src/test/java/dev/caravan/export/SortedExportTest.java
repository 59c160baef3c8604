package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedExportTest {
    private static final int ROWS = 24_000;

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("sorted", folder)
                .sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words, (i * 7919 % 10007)::numeric AS amount,"
                        + " repeat('x', 900) AS filling, '{}'::json AS document,"
                        + " chr(97 + i % 3) || upper(chr(97 + i % 5)) || 'é' AS mixed FROM generate_series(1, " + ROWS
                        + ") i;"
                        + "ALTER TABLE t ALTER filling SET STORAGE PLAIN; UPDATE t SET words = NULL WHERE i % 500 = 0");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void each_file_is_sorted_and_all_of_them_together_hold_every_row() {
        lake.table("t", "table", "t", "readers", "2", "sortBy", "words, i");

        assertThat(lake.published("t").rows()).isEqualTo(ROWS);

        assertThat(lake.files("t")).hasSize(2);
        try (DuckDb duck = DuckDb.open()) {
            for (Path file : lake.files("t")) {
                List<List<String>> read = duck.text("SELECT words, i FROM " + DuckDb.parquet(file));
                assertThat(read)
                        .isEqualTo(duck.text(
                                "SELECT words, i FROM " + DuckDb.parquet(file) + " ORDER BY words NULLS LAST, i"));
            }
            assertThat(duck.value("SELECT count(DISTINCT i) FROM " + lake.parquet("t")))
                    .isEqualTo((long) ROWS);
        }
    }

    @Test
    void text_goes_by_its_bytes_as_the_statistics_of_parquet_do() {
        lake.table("t", "table", "t", "sortBy", "mixed").table("d", "table", "t", "sortBy", "document,amount");

        lake.published("t");
        lake.published("d");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text("SELECT mixed FROM " + lake.parquet("t")))
                    .isEqualTo(duck.text("SELECT mixed FROM " + lake.parquet("t") + " ORDER BY mixed"));
            assertThat(duck.text("SELECT amount FROM " + lake.parquet("d")))
                    .isEqualTo(duck.text("SELECT amount FROM " + lake.parquet("d") + " ORDER BY amount"));
        }
    }

    @Test
    void a_column_that_is_not_read_is_refused_before_anything_is() {
        lake.table("t", "table", "t", "exclude", "words", "sortBy", "words");

        ExportResult result = lake.export("t");

        assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.NO_SUCH_COLUMN);
        assertThat(result.failure())
                .hasMessageContaining("sortBy of table t names words, which is not read.")
                .hasMessageContaining("What is read is i, amount, filling, document, mixed");
    }
}
