package dev.caravan.partition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;

/** Moments as microseconds since 1970: around every boundary that a partition can have, and random ones. */
final class Moments {
    static final long SECOND = 1_000_000;
    static final long DAY = 86_400 * SECOND;

    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);
    /** Years before 1970 and after, leap years and those that are none, with 52 weeks and with 53. */
    private static final int[] YEARS = {
        1, 2, 4, 99, 100, 400, 1582, 1752, 1883, 1900, 1904, 1968, 1969, 1970, 1976, 1977, 1981, 1999, 2000, 2004, 2005,
        2009, 2010, 2015, 2016, 2020, 2021, 2022, 2023, 2024, 2026, 2027, 2038, 2100, 9996, 9998, 9999
    };
    /** From the first hour that the clocks were set, in any of the zones, to one that no rules of today reach. */
    private static final Instant CLOCKS_FROM = Instant.parse("1880-01-01T00:00:00Z");

    private static final Instant CLOCKS_TO = Instant.parse("2042-01-01T00:00:00Z");

    private final TreeSet<Long> micros = new TreeSet<>();
    private final ZoneId zone;

    private Moments(ZoneId zone) {
        this.zone = zone;
    }

    /** Moments whose year is from 1 to 9999 by the clocks of a zone, each once, in the order of time. */
    static List<Long> in(ZoneId zone, Random random, int randoms) {
        Moments moments = new Moments(zone);
        moments.addMidnights();
        moments.addClockChanges();
        moments.around(0, SECOND);
        moments.addRandom(random, randoms);
        return List.copyOf(moments.micros);
    }

    private void addMidnights() {
        for (int year : YEARS) {
            LocalDate january = LocalDate.of(year, 1, 1);
            for (int day = -8; day <= 8; day++) {
                midnight(january.plusDays(day));
            }
            LocalDate march = LocalDate.of(year, 3, 1);
            for (int day = -3; day <= 1; day++) {
                midnight(march.plusDays(day));
            }
            for (int month = 1; month <= 12; month++) {
                midnight(LocalDate.of(year, month, 1));
            }
        }
        midnight(LAST);
        add(micros(LAST.plusDays(1).atStartOfDay()) - 1);
    }

    private void midnight(LocalDate date) {
        around(micros(date.atStartOfDay()), 3_600 * SECOND);
    }

    /** The hour before and after, and the microseconds beside each. */
    private void addClockChanges() {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.nextTransition(CLOCKS_FROM);
        while (change != null && change.getInstant().isBefore(CLOCKS_TO)) {
            long at = change.toEpochSecond() * SECOND;
            around(at, 1_800 * SECOND);
            around(at, 3_600 * SECOND);
            around(at, 7_200 * SECOND);
            change = rules.nextTransition(change.getInstant());
        }
    }

    private void addRandom(Random random, int count) {
        long first = micros(FIRST.atStartOfDay());
        long days = LAST.toEpochDay() - FIRST.toEpochDay();
        for (int i = 0; i < count; i++) {
            add(first + (long) (random.nextDouble() * days * DAY) + random.nextInt(1_000));
            // Near today, where clocks are set twice a year.
            add((long) (random.nextDouble() * 70 * 365 * DAY) + random.nextInt(1_000));
        }
    }

    private void around(long at, long distance) {
        for (long middle : new long[] {at - distance, at, at + distance}) {
            add(middle - 1);
            add(middle);
            add(middle + 1);
        }
    }

    private void add(long moment) {
        int year = local(moment, zone).getYear();
        if (year >= 1 && year <= 9999) {
            micros.add(moment);
        }
    }

    private long micros(LocalDateTime clocks) {
        Instant instant = clocks.atZone(zone).toInstant();
        return instant.getEpochSecond() * SECOND + instant.getNano() / 1_000;
    }

    private static LocalDateTime local(long moment, ZoneId zone) {
        return LocalDateTime.ofInstant(
                Instant.ofEpochSecond(Math.floorDiv(moment, SECOND), Math.floorMod(moment, SECOND) * 1_000), zone);
    }

    /** As PostgreSQL reads a timestamp, with the zone that it is in. */
    static String literal(long moment) {
        LocalDateTime utc = local(moment, ZoneOffset.UTC);
        int year = utc.getYear() < 1 ? 1 - utc.getYear() : utc.getYear();
        LocalTime time = utc.toLocalTime();
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %02d:%02d:%02d.%06d+00%s",
                year,
                utc.getMonthValue(),
                utc.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano() / 1_000,
                utc.getYear() < 1 ? " BC" : "");
    }

    static List<String> literals(List<Long> moments) {
        List<String> literals = new ArrayList<>();
        moments.forEach(moment -> literals.add(literal(moment)));
        return literals;
    }
}
