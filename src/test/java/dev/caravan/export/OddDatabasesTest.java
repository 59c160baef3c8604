package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestLake;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checksums and masks in databases whose owners have made more of SQL than tables: a run is published only if its values are proven. */
class OddDatabasesTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("odd", folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource({"readers, 0", "where, true", "onBadValue, reject", "onBadValue, 'null, c7=text'"})
    void a_table_may_have_as_many_columns_as_postgresql_allows(String parameter, String value) {
        lake.sql("CREATE TABLE t ("
                + IntStream.range(0, 1600).mapToObj(i -> "c" + i + " date").collect(Collectors.joining(", "))
                + "); INSERT INTO t (c0, c7, c1599) VALUES ('2024-01-01', 'infinity', '2024-01-02'), ('2024-01-03', NULL, NULL);"
                + "UPDATE t SET c7 = NULL WHERE " + parameter.equals("readers") + " OR " + parameter.equals("where"));
        lake.table("t", "table", "t", "verify", "checksum", parameter, value);

        ExportResult result = lake.published("t");

        assertThat(result.rows()).isEqualTo(value.equals("reject") ? 1 : 2);
        assertThat(lake.json("_caravan/t/runs/" + result.runId() + ".json")
                        .get("checksums")
                        .size())
                .isEqualTo(value.contains("text") ? 1601 : 1600);
    }
}
