package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestStack;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates and timestamps up to the ends of their ranges; a value beyond is named as PostgreSQL prints it. */
class CalendarTypesTest {
    private static String database = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() {
        database = TestStack.freshDatabase("calendar_types");
    }

    @Test
    void what_the_readers_agree_on_arrives() {
        assertThat(trip().lake(
                                "VALUES ('0001-01-01'::date), ('9999-12-31'), ('1582-10-10'), ('2000-02-29'), (NULL)",
                                ""))
                .containsExactly("0001-01-01", "9999-12-31", "1582-10-10", "2000-02-29", null);
        assertThat(trip().lake("VALUES ('0001-01-01'::timestamp), ('9999-12-31 23:59:59.999999')", ""))
                .containsExactly("0001-01-01 00:00:00", "9999-12-31 23:59:59.999999");
        assertThat(trip().lake("VALUES ('0001-01-01 00:00+00'::timestamptz), ('9999-12-31 23:59:59.999999+00')", ""))
                .containsExactly("0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00");
    }

    @ParameterizedTest
    @CsvSource({
        "date,infinity",
        "date,-infinity",
        "date,0001-12-31 BC",
        "date,4714-11-24 BC",
        "date,10000-01-01",
        "date,5874897-12-31",
        "timestamp,infinity",
        "timestamp,0001-12-31 23:59:59.999999 BC",
        "timestamp,10000-01-01 00:00:00",
        "timestamp,294276-12-31 23:59:59.999999",
        "timestamp,4714-11-24 00:00:00 BC",
        "timestamptz,-infinity",
        "timestamptz,4714-11-24 00:00:00+00 BC",
        "timestamptz,294276-12-31 23:59:59.999999+00"
    })
    void what_they_do_not_agree_on_is_refused_with_the_value_as_PostgreSQL_prints_it(String type, String value) {
        assertThatThrownBy(() -> trip().lake("VALUES ('" + value + "'::" + type + ")", ""))
                .hasMessageContaining(", " + value + ": ");
        assertThat(trip().lake("VALUES ('" + value + "'::" + type + ")", "v=text"))
                .containsExactly(value);
    }

    private RoundTrip trip() {
        return new RoundTrip(database, folder);
    }
}
