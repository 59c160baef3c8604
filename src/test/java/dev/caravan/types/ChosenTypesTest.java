package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parameter types of a table file may choose. */
class ChosenTypesTest {
    private static String database = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() {
        database = TestStack.freshDatabase("chosen_types");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11::uuid | uuid | UUID | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
            12:34:56.7::time | time | TIME | 12:34:56.7
            2020-01-02 03:04:05.123456::timestamp | timestamp_nanos | TIMESTAMP_NS | 2020-01-02 03:04:05.123456
            2262-04-11 23:47:16.854775::timestamp | timestamp_nanos | TIMESTAMP_NS | 2262-04-11 23:47:16.854775
            {"a": 1}::json | json | JSON | {"a": 1}
            {"a":1}::jsonb | json | JSON | {"a": 1}
            {"b":[1,2.50,null,true,"x"],"a":{}}::jsonb | variant | VARIANT | {'a': {}, 'b': [1, 2.50, NULL, true, x]}
            123456789012345678901234567890.12345678::jsonb | variant | VARIANT | 123456789012345678901234567890.12345678
            1.5::numeric | decimal(20,6) | DECIMAL(20,6) | 1.500000
            -1.5::numeric | decimal(9,2) | DECIMAL(9,2) | -1.50
            99999999999999999999.999999999999999999::numeric | decimal(38,18) | DECIMAL(38,18) | 99999999999999999999.999999999999999999
            1e10::numeric | decimal(18,0) | DECIMAL(18,0) | 10000000000
            1.50::money | decimal(20,4) | DECIMAL(20,4) | 1.5000
            1::int4 | text | VARCHAR | 1
            t::bool | text | VARCHAR | true
            """)
    void a_choice_decides_what_a_column_becomes(String value, String choice, String duckType, String expected) {
        String literal = "'" + value.replace("::", "'::");
        assertThat(lake("VALUES (" + literal + "), (NULL)", "v=" + choice)).containsExactly(expected, null);
        Path file = new RoundTrip(database, folder).export("t", "", "v=" + choice);
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.columns(file)).containsEntry("v", duckType);
        }
    }

    @Test
    void a_choice_for_an_array_is_one_for_its_elements() {
        assertThat(lake("VALUES ('{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}'::uuid[])", "v=uuid"))
                .containsExactly("[a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11, NULL]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            24:00::time | time | 24:00:00 | ends before 24:00:00
            2262-04-11 23:47:16.854776::timestamp | timestamp_nanos | 2262-04-11 23:47:16.854776 | in nanoseconds
            1677-09-21 00:12:43.145224::timestamp | timestamp_nanos | 1677-09-21 00:12:43.145224 | in nanoseconds
            10000::numeric | decimal(6,2) | 10000 | more than 4 digits before the point
            1.005::numeric | decimal(6,2) | 1.005 | more than 2 digits after the point
            NaN::numeric | decimal(38,2) | NaN | neither NaN nor infinity
            1.00000000000000000000000000000000000000001::numeric | decimal(38,2) | 1.00000000000000000000000000000000000000001 | after the point
            123456789012345678901234567890123456789::jsonb | variant | 123456789012345678901234567890123456789 | at most 38 digits
            -infinity::timestamptz | timestamp_nanos | -infinity | no infinity
            """)
    void a_value_that_does_not_fit_the_choice_is_refused(String value, String choice, String shown, String rule) {
        String literal = "'" + value.replace("::", "'::");
        assertThatThrownBy(() -> lake("VALUES (" + literal + ")", "v=" + choice))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(shown)
                .hasMessageContaining(rule);
    }

    @Test
    void wrong_choices_are_found_before_anything_is_read_and_all_at_once() {
        TestStack.execute(database, "DROP TABLE IF EXISTS w; CREATE TABLE w (id int, \"odd, name\" uuid)");
        assertThatThrownBy(() -> new RoundTrip(database, folder)
                        .export("w", "", "id=uuid, \"odd, name\"=decimal(39,2), nowhere=text"))
                .isInstanceOfSatisfying(
                        ExportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .hasMessageContaining("there is no column nowhere among id, \"odd, name\"")
                .hasMessageContaining("column id is integer, which does not become uuid; legal are text")
                .hasMessageContaining(
                        "'decimal(39,2)' is not a target; it is written decimal(p,s), with p from 1 to 38")
                .hasMessageContaining("Legal are uuid, text")
                .hasMessageContaining("caravan types");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id | has no '=' after 'id'
            id= | nothing after '=' for id
            =uuid | no column before '='
            id=uuid,id=text | named twice
            """)
    void a_parameter_that_is_not_written_right_is_refused(String types, String fault) {
        assertThatThrownBy(() -> dev.caravan.plan.TypeChoices.parse(types)).hasMessageContaining(fault);
    }

    private List<@Nullable String> lake(String select, String types) {
        return new RoundTrip(database, folder).lake(select, types);
    }
}
