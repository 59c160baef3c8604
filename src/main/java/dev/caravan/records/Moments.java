package dev.caravan.records;

import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;

/**
 * Dates and times of any class as days, microseconds or text.
 *
 * <p>The classes of java.sql hold milliseconds since 1970 and mean what a clock in the JVM's zone shows then. They are read by
 * the calendar of ISO 8601 and not by their own getters, which take days before 1582 for Julian ones.
 */
final class Moments {
    private static final long MICROS = 1_000_000;
    private static final int NANOS_OF_MICRO = 1_000;

    private Moments() {}

    /** Days since 1970. */
    static int days(Object value) {
        long days;
        if (value instanceof LocalDate date) {
            days = date.toEpochDay();
        } else if (value instanceof java.sql.Date date) {
            days = shown(Instant.ofEpochMilli(date.getTime())).toLocalDate().toEpochDay();
        } else if (value instanceof Integer raw) {
            days = raw;
        } else {
            throw ShapeMisfit.value(value, "a date is needed");
        }
        if (days != (int) days) {
            throw ShapeMisfit.value(value, "a Parquet DATE has no infinity and ends 5.8 million years from now");
        }
        return (int) days;
    }

    /**
     * Microseconds since 1970 of a moment.
     *
     * @param microsOfRaw what a number stands for: 1 for microseconds, 1,000 for milliseconds
     */
    static long utc(Object value, long microsOfRaw) {
        if (value instanceof Instant instant) {
            return micros(value, instant);
        }
        if (value instanceof OffsetDateTime time) {
            return micros(value, time.toInstant());
        }
        if (value instanceof ZonedDateTime time) {
            return micros(value, time.toInstant());
        }
        if (value instanceof Timestamp || value.getClass() == Date.class) {
            return micros(value, ((Date) value).toInstant());
        }
        if (value instanceof Long raw) {
            return scaled(raw, microsOfRaw);
        }
        throw ShapeMisfit.value(value, "a moment is needed (Instant, OffsetDateTime, Timestamp)");
    }

    /** Microseconds since 1970 of what calendar and clock show. */
    static long local(Object value, long microsOfRaw) {
        if (value instanceof LocalDateTime time) {
            return micros(value, time.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof Timestamp time) {
            return micros(value, shown(time.toInstant()).toInstant(ZoneOffset.UTC));
        }
        if (value instanceof Long raw) {
            return scaled(raw, microsOfRaw);
        }
        throw ShapeMisfit.value(value, "a date and time without zone is needed (LocalDateTime, Timestamp)");
    }

    static boolean isTime(Object value) {
        return value instanceof LocalTime || value instanceof OffsetTime || value instanceof Time;
    }

    /** {@code HH:MM:SS}, as many decimals as it takes, and the offset when there is one. */
    static String time(Object value) {
        if (value instanceof LocalTime time) {
            return text(time);
        }
        if (value instanceof OffsetTime time) {
            return text(time.toLocalTime()) + time.getOffset();
        }
        if (value instanceof Time time) {
            return text(shown(Instant.ofEpochMilli(time.getTime())).toLocalTime());
        }
        throw ShapeMisfit.value(value, "a time of day is needed");
    }

    /** A time of day that a number may stand for, in units of so many nanoseconds since midnight. */
    static String time(Object value, long nanosOfRaw) {
        return value instanceof Integer || value instanceof Long
                ? text(LocalTime.ofNanoOfDay(Math.multiplyExact(((Number) value).longValue(), nanosOfRaw)))
                : time(value);
    }

    private static String text(LocalTime time) {
        String seconds = String.format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        return time.getNano() == 0
                ? seconds
                : seconds + "." + String.format("%09d", time.getNano()).replaceAll("0+$", "");
    }

    private static LocalDateTime shown(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
    }

    private static long micros(Object value, Instant instant) {
        if (instant.getNano() % NANOS_OF_MICRO != 0) {
            throw ShapeMisfit.value(value, "a Parquet TIMESTAMP here has microseconds");
        }
        try {
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / NANOS_OF_MICRO);
        } catch (ArithmeticException e) {
            throw ShapeMisfit.value(
                    value, "a Parquet TIMESTAMP in microseconds has no infinity and ends in January 294247");
        }
    }

    private static long scaled(long raw, long microsOfRaw) {
        try {
            return Math.multiplyExact(raw, microsOfRaw);
        } catch (ArithmeticException e) {
            throw ShapeMisfit.value(raw, "a Parquet TIMESTAMP in microseconds ends in January 294247");
        }
    }
}
