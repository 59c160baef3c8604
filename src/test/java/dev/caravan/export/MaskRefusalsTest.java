package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestLake;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks that a table cannot have are found before anything is read. */
class MaskRefusalsTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("refused", folder)
                .sql("CREATE DOMAIN small AS varchar(3); CREATE TYPE colour AS ENUM ('red');"
                        + "CREATE TABLE t (id int, v text, short varchar(3), c char(2), b bit(2), n numeric(5,2), d date, m timestamp(0),"
                        + " s small, e colour, a int[])");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            id=truncate(month)           | column id (integer): truncate(month) takes date, timestamp and timestamptz
            v=truncate(hour)             | column v (text): truncate(hour) takes timestamp and timestamptz
            d=truncate(day)              | column d (date): truncate(day) takes timestamp and timestamptz
            id=constant(Berlin)          | column id (integer): constant(Berlin) is no such value: invalid input syntax for type integer: "Berlin"
            id=constant()                | column id (integer): constant() is no such value
            id=constant(99999999999)     | is out of range
            short=constant(abcd)         | constant(abcd) is no such value: it would become abc
            s=constant(abcd)             | constant(abcd) is no such value: it would become abc
            c=constant(abc)              | constant(abc) is no such value: it would become ab
            b=constant(111)              | constant(111) is no such value: it would become 11
            n=constant(1.234)            | constant(1.234) is no such value: it would become 1.23
            n=constant(12345)            | numeric field overflow
            d=constant(2024-02-30)       | date/time field value out of range
            m=constant(2024-01-01 0:0:0.5) | it would become
            e=constant(green)            | invalid input value for enum colour: "green"
            a=constant({1,x})            | invalid input syntax for type integer: "x"
            """)
    void a_mask_that_does_not_fit_its_column_names_column_and_value(String mask, String told) {
        assertThat(refusal("mask", mask))
                .hasMessageContaining("mask: table t: column ")
                .hasMessageContaining(told)
                .extracting(ExportException::code)
                .isEqualTo(ErrorCode.BAD_CONFIGURATION);
    }

    @Test
    void all_faults_are_told_together() {
        assertThat(refusal("mask", "id=constant(x), d=truncate(day), v=null"))
                .hasMessageContaining("column id (integer)")
                .hasMessageContaining("column d (date)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nowhere=null, V=drop | columns | id, v | mask of table t names V, nowhere, which is not read. What is read is id, v; write
            v=null               | exclude | v     | mask of table t names v, which is not read.
            v=drop               | sortBy  | v     | sortBy of table t names v, which is not read.
            v=drop               | rename  | v=w   | rename of table t names v, which is not read.
            v=drop               | bloomFilters | v | bloomFilters of table t names v, which is not read.
            """)
    void a_column_that_is_not_read_is_refused(String mask, String parameter, String value, String told) {
        assertThat(refusal("mask", mask, parameter, value))
                .hasMessageContaining(told)
                .extracting(ExportException::code)
                .isEqualTo(ErrorCode.NO_SUCH_COLUMN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "keep-last(2)"})
    void a_mask_that_makes_text_takes_no_type(String mask) {
        lake.set("caravan.mask.key", "k".repeat(32));

        assertThat(refusal("mask", "id=" + mask, "types", "id=text"))
                .hasMessageContaining("column id (integer): its mask makes text of it");
    }

    @Test
    void a_hash_needs_the_key_before_anything_is_read() {
        lake.table("t", "table", "t", "mask", "v=hash").file("own.yaml", """
                - route:
                    id: own
                    routeConfigurationId: table-errors
                    from:
                      uri: direct:own
                      steps:
                        - to: pg-table:own?table=t&mask=v=hash
                """);

        assertThatThrownBy(() -> lake.loadedContext())
                .hasMessageContaining(
                        "t.camel.yaml:8: parameter 'mask' has the mask hash, and its key caravan.mask.key is not set."
                                + " Set CARAVAN_MASK_KEY in the environment");
        ExportException failure = Objects.requireNonNull(
                new TableExport(lake.pod().context()).run("own").failure());
        assertThat(failure)
                .hasMessageContaining(
                        "The mask hash needs a key, and caravan.mask.key is not set. Set CARAVAN_MASK_KEY");
        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
    }

    @Test
    void a_table_has_to_keep_a_column() {
        assertThat(refusal("columns", "v", "mask", "v=drop")).hasMessageContaining("has no column left to export");
    }

    private ExportException refusal(String... parameters) {
        String[] all = new String[parameters.length + 2];
        all[0] = "table";
        all[1] = "t";
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        lake.table("t", all);
        ExportException failure = Objects.requireNonNull(lake.export("t").failure());
        assertThat(lake.files("t")).isEmpty();
        return failure;
    }
}
