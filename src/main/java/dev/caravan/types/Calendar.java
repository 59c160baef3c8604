package dev.caravan.types;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;

/** PostgreSQL's calendar, proleptic Gregorian with days counted from 2000-01-01, and the part of it that lakes agree on. */
final class Calendar {
    /** Days from 1970-01-01 to 2000-01-01. */
    static final int EPOCH_DAYS = (int) LocalDate.of(2000, 1, 1).toEpochDay();

    static final long MICROS_PER_DAY = 86_400_000_000L;
    static final long EPOCH_MICROS = EPOCH_DAYS * MICROS_PER_DAY;

    /** 0001-01-01 and 9999-12-31: Spark and Athena read no date or timestamp before or after, though the format could hold it. */
    static final int FIRST_DAY = (int) LocalDate.of(1, 1, 1).toEpochDay();

    static final int LAST_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();
    static final long FIRST_MICROS = FIRST_DAY * MICROS_PER_DAY;
    static final long LAST_MICROS = (LAST_DAY + 1) * MICROS_PER_DAY - 1;

    private Calendar() {}

    /** A date as {@code date_out} prints it, with its era where that is needed. */
    static String date(long epochDay) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        return day(date) + era(date);
    }

    /** A timestamp as {@code timestamp_out} prints it; with {@code zone}, as timestamptz in UTC. */
    static String timestamp(long daysSince1970, long microsOfDay, String zone) {
        LocalDate date = LocalDate.ofEpochDay(daysSince1970);
        byte[] clock = new byte[ClockText.length(microsOfDay)];
        ClockText.write(microsOfDay, clock, 0);
        return day(date) + " " + new String(clock, StandardCharsets.US_ASCII) + zone + era(date);
    }

    private static String day(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }

    /** The moment of a count of microseconds since 2000, which may be too far off to be counted from 1970. */
    static String timestampSince2000(long micros, String zone) {
        return timestamp(
                Math.floorDiv(micros, MICROS_PER_DAY) + EPOCH_DAYS, Math.floorMod(micros, MICROS_PER_DAY), zone);
    }
}
