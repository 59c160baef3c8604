package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestStack;
import dev.caravan.batch.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each period of time of a moment, by the calendar of PostgreSQL itself: {@code date_trunc} and {@code extract} at the time zone. */
class PeriodsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int RANDOM = 4_000;

    private static final Transform[] OF_MOMENTS = Arrays.stream(Transform.values())
            .filter(each -> each != Transform.COLUMN)
            .toArray(Transform[]::new);

    private static final Transform[] OF_DATES = Arrays.stream(OF_MOMENTS)
            .filter(each -> each != Transform.HOUR && each != Transform.HOUR_OF_DAY)
            .toArray(Transform[]::new);

    /** Each is taken with the microsecond before and after it. */
    private static final List<String> BOUNDARIES = List.of(
            "1970-01-01T00:00:00", // epoch
            "1969-12-31T00:00:00",
            "1969-07-20T20:17:40",
            "1900-02-28T00:00:00", // no leap year
            "1900-03-01T00:00:00",
            "2000-02-28T00:00:00", // a leap year
            "2000-02-29T00:00:00",
            "2000-03-01T00:00:00",
            "2024-02-29T00:00:00",
            "2025-02-28T00:00:00",
            "2025-03-01T00:00:00",
            "2020-12-28T00:00:00", // ISO week 53, which goes on in 2021
            "2021-01-01T00:00:00",
            "2021-01-03T00:00:00",
            "2021-01-04T00:00:00",
            "2018-12-31T00:00:00", // ISO week 1 of 2019
            "2026-12-31T00:00:00",
            "2027-01-01T00:00:00",
            "2026-11-23T00:00:00", // a Monday
            "2026-11-22T23:00:00",
            "2026-03-29T01:00:00", // Europe/Berlin forward
            "2026-10-25T00:00:00", // Europe/Berlin back: this hour and the next are one
            "2026-10-25T01:00:00",
            "2026-03-08T07:00:00", // America/New_York forward
            "2026-11-01T05:00:00", // America/New_York back
            "2026-11-01T06:00:00",
            "2026-04-04T15:00:00", // Australia/Lord_Howe back, by half an hour
            "2026-04-04T15:30:00",
            "2026-10-03T15:30:00", // Australia/Lord_Howe forward
            "0001-01-03T00:00:00",
            "9999-12-30T00:00:00");

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Etc/GMT+12"
            })
    void moments_are_in_the_periods_that_postgresql_says(String zone) throws SQLException {
        List<LocalDateTime> moments = new ArrayList<>();
        for (String boundary : BOUNDARIES) {
            LocalDateTime at = LocalDateTime.parse(boundary);
            for (int micros = -1; micros <= 1; micros++) {
                moments.add(at.plusNanos(micros * 1_000L));
            }
        }
        Random random = new Random(zone.hashCode());
        for (int i = 0; i < RANDOM; i++) {
            int span = i % 2 == 0 ? 200 : 40;
            moments.add(LocalDateTime.of(1900, 1, 10, 0, 0)
                    .plusSeconds(random.nextLong(span * 31_556_952L) + (span == 40 ? 2_840_140_800L : 0))
                    .plusNanos(random.nextInt(1_000_000) * 1_000L));
        }
        PlacedRows rows = new PlacedRows(Target.TIMESTAMP_UTC).add(null);
        moments.forEach(moment -> rows.add(micros(moment)));

        List<List<@Nullable String>> placed = rows.by(ZoneId.of(zone), OF_MOMENTS);

        assertThat(placed.get(0)).containsOnlyNulls();
        same(placed.subList(1, placed.size()), said(moments, "timestamptz", OF_MOMENTS, zone), moments);
    }

    @Test
    void a_moment_without_zone_is_what_its_clock_shows_whatever_the_zone_of_the_partitions() {
        LocalDateTime at = LocalDateTime.parse("2026-11-22T23:59:59.999999");

        assertThat(PlacedRows.one(Target.TIMESTAMP_LOCAL, Transform.HOUR, ZoneId.of("Europe/Berlin"), micros(at)))
                .isEqualTo("2026-11-22-23");
        assertThat(PlacedRows.one(Target.TIMESTAMP_UTC, Transform.HOUR, ZoneId.of("Europe/Berlin"), micros(at)))
                .isEqualTo("2026-11-23-00");
    }

    @Test
    void dates_are_in_the_periods_that_postgresql_says() throws SQLException {
        List<LocalDateTime> dates = new ArrayList<>();
        BOUNDARIES.forEach(at -> dates.add(LocalDateTime.parse(at).toLocalDate().atStartOfDay()));
        Random random = new Random(7);
        for (int i = 0; i < RANDOM; i++) {
            dates.add(LocalDate.of(1, 1, 1).plusDays(random.nextInt(3_652_059)).atStartOfDay());
        }
        dates.add(LocalDateTime.parse("0001-01-01T00:00:00"));
        dates.add(LocalDateTime.parse("9999-12-31T00:00:00"));
        PlacedRows rows = new PlacedRows(Target.DATE);
        dates.forEach(date -> rows.add(date.toLocalDate().toEpochDay()));

        same(rows.by(ZoneId.of("America/New_York"), OF_DATES), said(dates, "date", OF_DATES, "UTC"), dates);
    }

    private static void same(
            List<List<@Nullable String>> placed, List<List<@Nullable String>> said, List<LocalDateTime> moments) {
        assertThat(placed).hasSameSizeAs(moments);
        for (int i = 0; i < moments.size(); i++) {
            assertThat(placed.get(i)).as(moments.get(i).toString()).isEqualTo(said.get(i));
        }
    }

    private static long micros(LocalDateTime moment) {
        Instant instant = moment.toInstant(ZoneOffset.UTC);
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private static List<List<@Nullable String>> said(
            List<LocalDateTime> moments, String type, Transform[] transforms, String zone) throws SQLException {
        String local = type.equals("date") ? "m::date::timestamp" : "m::timestamptz AT TIME ZONE '" + zone + "'";
        String select = Arrays.stream(transforms).map(PeriodsTest::sql).collect(Collectors.joining(", "));
        try (Connection connection = TestStack.connect("postgres");
                Statement utc = connection.createStatement();
                PreparedStatement query = connection.prepareStatement("SELECT " + select + " FROM (SELECT " + local
                        + " AS t FROM unnest(?::text[]) WITH ORDINALITY AS a(m, n) ORDER BY n) AS local")) {
            utc.execute("SET TimeZone = 'UTC'");
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", moments.stream().map(String::valueOf).toArray()));
            List<List<@Nullable String>> said = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= transforms.length; i++) {
                        row.add(rows.getString(i));
                    }
                    said.add(row);
                }
            }
            return said;
        }
    }

    private static String sql(Transform transform) {
        String unit = transform.unit();
        return switch (transform) {
            case YEAR, MONTH_OF_YEAR, DAY_OF_MONTH, HOUR_OF_DAY -> "extract(" + unit + " from t)::int::text";
            case MONTH -> "to_char(date_trunc('month', t), 'YYYY-MM')";
            case WEEK, DAY -> "to_char(date_trunc('" + unit + "', t), 'YYYY-MM-DD')";
            case HOUR -> "to_char(date_trunc('hour', t), 'YYYY-MM-DD-HH24')";
            case COLUMN -> throw new IllegalArgumentException("no period");
        };
    }

    @Test
    void nanoseconds_are_in_the_day_that_their_second_is_in() {
        assertThat(PlacedRows.one(Target.NANOS_UTC, Transform.DAY, UTC, 0L)).isEqualTo("1970-01-01");
        assertThat(PlacedRows.one(Target.NANOS_UTC, Transform.DAY, UTC, -1L)).isEqualTo("1969-12-31");
        assertThat(PlacedRows.one(Target.NANOS_LOCAL, Transform.HOUR, UTC, 3_599_999_999_999L))
                .isEqualTo("1970-01-01-00");
        // The first and the last that there are.
        assertThat(PlacedRows.one(Target.NANOS_UTC, Transform.HOUR, UTC, Long.MIN_VALUE))
                .isEqualTo("1677-09-21-00");
        assertThat(PlacedRows.one(Target.NANOS_UTC, Transform.HOUR, UTC, Long.MAX_VALUE))
                .isEqualTo("2262-04-11-23");
    }

    @Test
    void times_of_day_and_dates_with_hours_are_no_partitions() {
        assertThat(PlacedRows.isPossible(Target.DATE, Transform.HOUR)).isFalse();
        assertThat(PlacedRows.isPossible(Target.DATE, Transform.HOUR_OF_DAY)).isFalse();
        assertThat(PlacedRows.isPossible(Target.TIME, Transform.HOUR)).isFalse();
        assertThat(PlacedRows.isPossible(Target.TIMESTAMP_UTC, Transform.COLUMN))
                .isFalse();
        assertThat(PlacedRows.isPossible(Target.INT64, Transform.DAY)).isFalse();
    }
}
