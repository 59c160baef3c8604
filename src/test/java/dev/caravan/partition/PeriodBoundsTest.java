package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders have the years from 1 to 9999: both ends, one beyond each, and NULL. */
class PeriodBoundsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private static final String FIRST_AND_LAST = """
            YEAR,          1,             9999
            MONTH,         0001-01,       9999-12
            WEEK,          0001-01-01,    9999-12-27
            DAY,           0001-01-01,    9999-12-31
            HOUR,          0001-01-01-00, 9999-12-31-23
            MONTH_OF_YEAR, 1,             12
            DAY_OF_MONTH,  1,             31
            HOUR_OF_DAY,   0,             23
            """;

    @ParameterizedTest
    @CsvSource(textBlock = FIRST_AND_LAST)
    void the_first_and_the_last_microsecond_have_folders(Transform transform, String first, String last) {
        LongVector column = longs(micros("0001-01-01T00:00"), micros("+10000-01-01T00:00") - 1);

        assertThat(OneLevel.values(transform, Target.TIMESTAMP_UTC, UTC, column))
                .containsExactly(first, last);
        assertThat(OneLevel.values(transform, Target.TIMESTAMP_LOCAL, UTC, column))
                .containsExactly(first, last);
    }

    @ParameterizedTest
    @EnumSource(names = {"YEAR", "MONTH", "WEEK", "DAY", "HOUR"})
    void one_microsecond_before_the_first_is_a_bad_value(Transform transform) {
        assertRefused(transform, Target.TIMESTAMP_UTC, UTC, longs(micros("0001-01-01T00:00") - 1), "year 0");
        assertRefused(transform, Target.TIMESTAMP_LOCAL, UTC, longs(micros("0001-01-01T00:00") - 1), "year 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"YEAR", "MONTH", "DAY", "HOUR"})
    void one_microsecond_after_the_last_is_a_bad_value(Transform transform) {
        assertRefused(transform, Target.TIMESTAMP_UTC, UTC, longs(micros("+10000-01-01T00:00")), "year 10000");
        assertRefused(transform, Target.TIMESTAMP_LOCAL, UTC, longs(micros("+10000-01-01T00:00")), "year 10000");
    }

    @Test
    void a_week_counts_by_its_monday() {
        // The first of January 10000 is a Saturday.
        assertThat(OneLevel.values(
                        Transform.WEEK,
                        Target.TIMESTAMP_UTC,
                        UTC,
                        longs(micros("+10000-01-01T00:00"), micros("+10000-01-03T00:00") - 1)))
                .containsExactly("9999-12-27", "9999-12-27");
        assertRefused(Transform.WEEK, Target.TIMESTAMP_UTC, UTC, longs(micros("+10000-01-03T00:00")), "year 10000");
    }

    @ParameterizedTest
    @EnumSource(names = {"COLUMN", "YEAR", "MONTH", "DAY"})
    void dates_beyond_the_first_and_the_last_are_bad_values(Transform transform) {
        assertRefused(transform, Target.DATE, UTC, ints(day("0000-12-31")), "year 0");
        assertRefused(transform, Target.DATE, UTC, ints(day("+10000-01-01")), "year 10000");
        // The ends of PostgreSQL's dates, and of the type that holds them.
        assertRefused(transform, Target.DATE, UTC, ints(day("-4713-11-24")), "year -4713");
        assertRefused(transform, Target.DATE, UTC, ints(day("+5874897-12-31")), "year 5874897");
        assertRefused(transform, Target.DATE, UTC, ints(Integer.MIN_VALUE), "year -5877641");
        assertRefused(transform, Target.DATE, UTC, ints(Integer.MAX_VALUE), "year 5881580");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE})
    void the_ends_of_the_type_are_bad_values(long value) {
        String year = value < 0 ? "year -290308" : "year 294247";
        assertRefused(Transform.DAY, Target.TIMESTAMP_LOCAL, UTC, longs(value), year);
        assertRefused(Transform.DAY, Target.TIMESTAMP_UTC, ZoneId.of("Europe/Berlin"), longs(value), year);
    }

    @Test
    void the_ends_of_nanoseconds_have_folders() {
        for (Target target : List.of(Target.NANOS_UTC, Target.NANOS_LOCAL)) {
            assertThat(OneLevel.values(Transform.HOUR, target, UTC, longs(Long.MIN_VALUE, -1, 0, Long.MAX_VALUE)))
                    .containsExactly("1677-09-21-00", "1969-12-31-23", "1970-01-01-00", "2262-04-11-23");
        }
    }

    @Test
    void the_years_are_those_that_the_clocks_of_the_time_zone_show() {
        long first = micros("0001-01-01T00:00");
        long last = micros("+10000-01-01T00:00") - 1;
        ZoneId newYork = ZoneId.of("America/New_York");
        ZoneId kolkata = ZoneId.of("Asia/Kolkata");

        assertRefused(Transform.DAY, Target.TIMESTAMP_UTC, newYork, longs(first), "year 0");
        assertRefused(Transform.DAY, Target.TIMESTAMP_UTC, kolkata, longs(last), "year 10000");
        assertThat(OneLevel.values(Transform.DAY, Target.TIMESTAMP_UTC, newYork, longs(last + 1)))
                .containsExactly("9999-12-31");
        assertThat(OneLevel.values(Transform.DAY, Target.TIMESTAMP_UTC, kolkata, longs(first - 1)))
                .containsExactly("0001-01-01");
    }

    @Test
    void parts_of_a_date_have_folders_in_every_year() {
        LongVector column = longs(micros("-0043-03-15T12:00"), micros("+12026-11-27T13:00"));

        assertThat(OneLevel.values(Transform.MONTH_OF_YEAR, Target.TIMESTAMP_UTC, UTC, column))
                .containsExactly("3", "11");
        assertThat(OneLevel.values(Transform.DAY_OF_MONTH, Target.TIMESTAMP_UTC, UTC, column))
                .containsExactly("15", "27");
        assertThat(OneLevel.values(Transform.HOUR_OF_DAY, Target.TIMESTAMP_UTC, UTC, column))
                .containsExactly("12", "13");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "COLUMN")
    void null_has_the_folder_of_null_in_every_period(Transform transform) {
        LongVector column = new LongVector();
        column.addNull();
        column.add(0);
        column.addNull();

        List<@Nullable String> found = OneLevel.values(transform, Target.TIMESTAMP_UTC, UTC, column);

        assertThat(found.get(0)).isNull();
        assertThat(found.get(1)).isNotNull();
        assertThat(found.get(2)).isNull();
    }

    @Test
    void years_beyond_count_as_null_where_the_column_says_so() {
        List<String> told = new ArrayList<>();
        LongVector column = longs(micros("+10000-01-01T00:00"), micros("2026-11-27T00:00"));
        column.addNull();
        column.add(micros("+10000-01-01T00:00"));
        column.add(micros("-0001-01-01T00:00"));

        List<@Nullable String> found = OneLevel.values(
                OneLevel.partitioning(Transform.DAY, Target.TIMESTAMP_UTC, UTC, true),
                Target.TIMESTAMP_UTC,
                column,
                (level, rule, values, row, isFirst) -> told.add(level.column() + ": " + rule));

        assertThat(found).isEqualTo(Arrays.asList(null, "2026-11-27", null, null, null));
        assertThat(told).hasSize(3).containsOnly("c: the dates of folders go from year 1 to year 9999");
    }

    private static void assertRefused(Transform transform, Target target, ZoneId zone, Vector column, String value) {
        assertThatThrownBy(() -> OneLevel.values(transform, target, zone, column))
                .isInstanceOfSatisfying(ExportException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_VALUE);
                    assertThat(refusal.hint()).contains("Set onBadValue to c=null", "where");
                })
                .hasMessageContaining("Column c of table t holds " + value)
                .hasMessageContaining("partition p has no folder for it")
                .hasMessageContaining("from year 1 to year 9999");
    }

    private static LongVector longs(long... values) {
        LongVector column = new LongVector();
        Arrays.stream(values).forEach(column::add);
        return column;
    }

    private static IntVector ints(int... values) {
        IntVector column = new IntVector();
        Arrays.stream(values).forEach(column::add);
        return column;
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }

    private static long micros(String clocks) {
        return LocalDateTime.parse(clocks).toEpochSecond(ZoneOffset.UTC) * Moments.SECOND;
    }
}
