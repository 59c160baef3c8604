package dev.caravan.partition;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;

/** Periods of time as numbers, and as the text of their partitions. */
final class Periods {
    /** The dates that Hive, Athena and Spark can read in the name of a folder. */
    private static final String RULE = "the dates of folders go from year 1 to year 9999";

    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9_999;
    private static final int SECONDS_OF_HOUR = 3_600;
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int HOURS_OF_DAY = 24;
    private static final int DAYS_OF_WEEK = 7;
    private static final int MONTHS_OF_YEAR = 12;
    /** 1970-01-01 was a Thursday. */
    private static final int DAYS_SINCE_MONDAY = 3;

    private Periods() {}

    /**
     * The number of the period that a moment is in.
     *
     * @param seconds since 1970 that the clocks show
     */
    static long number(Transform transform, long seconds) {
        long day = Math.floorDiv(seconds, SECONDS_OF_DAY);
        return switch (transform) {
            case HOUR -> Math.floorDiv(seconds, SECONDS_OF_HOUR);
            case DAY -> day;
            case WEEK -> day - Math.floorMod(day + DAYS_SINCE_MONDAY, DAYS_OF_WEEK);
            case MONTH -> months(date(day));
            case YEAR -> date(day).getYear();
            case MONTH_OF_YEAR -> date(day).getMonthValue();
            case DAY_OF_MONTH -> date(day).getDayOfMonth();
            case HOUR_OF_DAY -> Math.floorMod(seconds, SECONDS_OF_DAY) / SECONDS_OF_HOUR;
            case COLUMN -> throw new IllegalArgumentException("no period of time");
        };
    }

    /** The number of the period that a date is in. */
    static long ofDay(Transform transform, long day) {
        return number(transform, day * SECONDS_OF_DAY);
    }

    private static long months(LocalDate date) {
        return (long) date.getYear() * MONTHS_OF_YEAR + date.getMonthValue() - 1;
    }

    /**
     * The partition of a period.
     *
     * @throws UnplacedValue when it is out of the range of dates that readers can read
     */
    static String text(Transform transform, long number) {
        return switch (transform) {
            case HOUR ->
                isoDate(Math.floorDiv(number, HOURS_OF_DAY))
                        + String.format(Locale.ROOT, "-%02d", Math.floorMod(number, HOURS_OF_DAY));
            case DAY, WEEK -> isoDate(number);
            case MONTH ->
                String.format(
                        Locale.ROOT,
                        "%04d-%02d",
                        inRange(Math.floorDiv(number, MONTHS_OF_YEAR)),
                        Math.floorMod(number, MONTHS_OF_YEAR) + 1);
            case YEAR -> Long.toString(inRange(number));
            case MONTH_OF_YEAR, DAY_OF_MONTH, HOUR_OF_DAY -> Long.toString(number);
            case COLUMN -> throw new IllegalArgumentException("no period of time");
        };
    }

    /**
     * A date as ISO 8601 writes it.
     *
     * @param day since 1970
     */
    static String isoDate(long day) {
        LocalDate date = date(day);
        inRange(date.getYear());
        return date.toString();
    }

    private static long inRange(long year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new UnplacedValue("year " + year, RULE);
        }
        return year;
    }

    private static LocalDate date(long day) {
        try {
            return LocalDate.ofEpochDay(day);
        } catch (DateTimeException e) {
            throw new UnplacedValue("day " + day, RULE);
        }
    }
}
