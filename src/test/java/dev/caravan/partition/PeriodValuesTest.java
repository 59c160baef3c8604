package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestStack;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.local.postgres.LocalPostgres;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Periods of moments and dates, judged by PostgreSQL: every boundary, and some thousand random moments. */
class PeriodValuesTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int RANDOMS = 1_500;

    private final long seed = new Random().nextLong();

    /** What PostgreSQL says of a reading {@code l} of calendar and clock. */
    private static String judged(Transform transform) {
        return switch (transform) {
            case YEAR -> "extract(year from l)::int::text";
            case MONTH -> "to_char(l, 'YYYY-MM')";
            case WEEK -> "to_char(date_trunc('week', l), 'YYYY-MM-DD')";
            case DAY -> "to_char(date_trunc('day', l), 'YYYY-MM-DD')";
            case HOUR -> "to_char(date_trunc('hour', l), 'YYYY-MM-DD-HH24')";
            case MONTH_OF_YEAR -> "extract(month from l)::int::text";
            case DAY_OF_MONTH -> "extract(day from l)::int::text";
            case HOUR_OF_DAY -> "extract(hour from l)::int::text";
            case COLUMN -> "to_char(l, 'YYYY-MM-DD')";
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Pacific/Apia"
            })
    void moments_have_the_periods_that_the_clocks_of_the_time_zone_show(String name) {
        ZoneId zone = ZoneId.of(name);
        List<Long> moments = Moments.in(zone, new Random(seed), RANDOMS);
        Map<Transform, List<@Nullable String>> judged = judged(moments, "m AT TIME ZONE '" + name + "'", periods(true));

        for (Transform transform : periods(true)) {
            assertSame(transform, moments, values(transform, Target.TIMESTAMP_UTC, zone, moments), judged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York"})
    void a_timestamp_without_time_zone_is_taken_as_it_is(String name) {
        List<Long> moments = Moments.in(UTC, new Random(seed), RANDOMS);
        Map<Transform, List<@Nullable String>> judged = judged(moments, "m AT TIME ZONE 'UTC'", periods(true));

        for (Transform transform : periods(true)) {
            assertSame(transform, moments, values(transform, Target.TIMESTAMP_LOCAL, ZoneId.of(name), moments), judged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Pacific/Apia"})
    void a_date_is_taken_as_it_is(String name) {
        List<Long> days = Moments.in(UTC, new Random(seed), RANDOMS).stream()
                .map(moment -> Math.floorDiv(moment, Moments.DAY))
                .distinct()
                .toList();
        List<Long> midnights = days.stream().map(day -> day * Moments.DAY).toList();
        List<Transform> transforms = new ArrayList<>(periods(false));
        transforms.add(Transform.COLUMN);
        Map<Transform, List<@Nullable String>> judged =
                judged(midnights, "(m AT TIME ZONE 'UTC')::date::timestamp", transforms);
        IntVector column = new IntVector();
        days.forEach(day -> column.add(day.intValue()));

        for (Transform transform : transforms) {
            assertSame(transform, midnights, OneLevel.values(transform, Target.DATE, ZoneId.of(name), column), judged);
        }
    }

    @Test
    void nanoseconds_have_the_periods_of_their_microsecond() {
        ZoneId zone = ZoneId.of("Australia/Lord_Howe");
        // Nanoseconds reach from 1677 to 2262.
        List<Long> moments = Moments.in(zone, new Random(seed), RANDOMS).stream()
                .filter(moment -> Math.abs(moment) < Long.MAX_VALUE / 1_000 - 1)
                .toList();
        Map<Transform, List<@Nullable String>> judged = judged(moments, "m AT TIME ZONE '" + zone + "'", periods(true));
        Map<Transform, List<@Nullable String>> judgedUtc = judged(moments, "m AT TIME ZONE 'UTC'", periods(true));
        for (int nanos : new int[] {0, 1, 999}) {
            LongVector column = new LongVector();
            moments.forEach(moment -> column.add(moment * 1_000 + nanos));
            for (Transform transform : periods(true)) {
                assertSame(transform, moments, OneLevel.values(transform, Target.NANOS_UTC, zone, column), judged);
                assertSame(transform, moments, OneLevel.values(transform, Target.NANOS_LOCAL, zone, column), judgedUtc);
            }
        }
    }

    @Test
    void the_order_of_the_rows_does_not_matter() {
        ZoneId zone = ZoneId.of("America/New_York");
        List<Long> moments = new ArrayList<>(Moments.in(zone, new Random(seed), RANDOMS));
        List<@Nullable String> inOrder = values(Transform.HOUR, Target.TIMESTAMP_UTC, zone, moments);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));

        List<@Nullable String> mixed = values(
                Transform.HOUR,
                Target.TIMESTAMP_UTC,
                zone,
                order.stream().map(moments::get).toList());

        assertThat(mixed)
                .as("seed %d", seed)
                .isEqualTo(order.stream().<@Nullable String>map(inOrder::get).toList());
    }

    /** All periods, or those of a date, which has no hours. */
    private static List<Transform> periods(boolean withHours) {
        return Arrays.stream(Transform.values())
                .filter(each -> each != Transform.COLUMN)
                .filter(each -> withHours || (each != Transform.HOUR && each != Transform.HOUR_OF_DAY))
                .toList();
    }

    private static List<@Nullable String> values(Transform transform, Target target, ZoneId zone, List<Long> moments) {
        LongVector column = new LongVector();
        moments.forEach(column::add);
        Vector vector = column;
        return OneLevel.values(transform, target, zone, vector);
    }

    private void assertSame(
            Transform transform,
            List<Long> moments,
            List<@Nullable String> found,
            Map<Transform, List<@Nullable String>> judged) {
        List<String> different = new ArrayList<>();
        List<@Nullable String> expected = judged.getOrDefault(transform, List.of());
        assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(1_000);
        for (int i = 0; i < moments.size() && different.size() < 10; i++) {
            if (!String.valueOf(found.get(i)).equals(expected.get(i))) {
                different.add(
                        Moments.literal(moments.get(i)) + " is " + found.get(i) + ", to PostgreSQL " + expected.get(i));
            }
        }
        assertThat(different).as("%s, seed %d", transform, seed).isEmpty();
    }

    /** What PostgreSQL says of each moment {@code m}, whose calendar and clock read {@code local}. */
    private static Map<Transform, List<@Nullable String>> judged(
            List<Long> moments, String local, List<Transform> transforms) {
        StringBuilder query = new StringBuilder("SELECT ");
        transforms.forEach(transform -> query.append(judged(transform)).append(", "));
        query.append("n FROM (SELECT n, ")
                .append(local)
                .append(
                        " AS l FROM (SELECT t::timestamptz AS m, n FROM unnest(?) WITH ORDINALITY AS u (t, n)) s) s ORDER BY n");
        Map<Transform, List<@Nullable String>> judged = new EnumMap<>(Transform.class);
        transforms.forEach(transform -> judged.put(transform, new ArrayList<>()));
        try (Connection connection = TestStack.connect(LocalPostgres.DATABASE);
                Statement settings = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(query.toString())) {
            settings.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'");
            Array literals =
                    connection.createArrayOf("text", Moments.literals(moments).toArray());
            statement.setArray(1, literals);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    for (int i = 0; i < transforms.size(); i++) {
                        judged.get(transforms.get(i)).add(rows.getString(i + 1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(query.toString(), e);
        }
        return judged;
    }
}
