package dev.caravan.roundtrip;

import java.util.List;

/** Dates, times, moments and spans. */
final class TimeValues {
    private TimeValues() {}

    private static Values timestamps(String type, String zone) {
        return Values.of(type)
                .value("1970-01-01 00:00:00" + zone, "Parquet's epoch")
                .value("1969-12-31 23:59:59.999999" + zone, "one step before it")
                .value("2000-01-01 00:00:00" + zone, "PostgreSQL's epoch")
                .value("1999-12-31 23:59:59.999999" + zone, "one step before it")
                .value("2024-02-29 12:34:56.123456" + zone, "leap day, microseconds")
                .value("2024-02-29 12:34:56.1" + zone, "a fraction is printed without its zeros")
                .value("2018-03-25 03:17:17" + zone, "inside Kathmandu's and Vilnius's days of change")
                .value("1986-01-01 00:13:07" + zone, "inside the gap when Kathmandu moved by a quarter of an hour")
                .value("2018-10-28 01:33:17.456789" + zone, "a doubled hour in Europe")
                .value("1883-11-18 12:03:58" + zone, "when railway time began")
                .value("1582-10-04 00:00:00" + zone, "the last Julian day, proleptic here")
                .value("1582-10-10 00:00:00" + zone, "a day that the Gregorian calendar left out")
                .value("0001-01-01 00:00:00" + zone, "first of the era")
                .refused("0001-12-31 23:59:59.999999" + zone + " BC", "1 to 9999", "one step before it")
                .refused("4714-11-24 00:00:00" + zone + " BC", "1 to 9999", "least of PostgreSQL")
                .value("9999-12-31 23:59:59.999999" + zone, "last of four digits")
                .refused("10000-01-01 00:00:00" + zone, "1 to 9999", "one step after the last of four digits")
                .refused("294276-12-31 23:59:59.999999" + zone, "1 to 9999", "greatest of PostgreSQL")
                .refused("infinity", "infinity", "Parquet has none")
                .refused("-infinity", "infinity", "Parquet has none")
                .beyond("294277-01-01 00:00:00" + zone, "one above the greatest")
                .beyond("4714-11-23 00:00:00" + zone + " BC", "one below the least")
                .as(
                        "timestamp_nanos",
                        "v",
                        "v > '1677-09-22 00:00:00" + zone + "' AND v < '2262-04-11 00:00:00" + zone + "'");
    }

    static final List<Values> ALL = List.of(
            Values.of("date")
                    .value("1970-01-01", "Parquet's epoch")
                    .value("1969-12-31", "one day before it")
                    .value("2000-01-01", "PostgreSQL's epoch")
                    .value("2024-02-29", "leap day")
                    .value("1582-10-10", "a day that the Gregorian calendar left out")
                    .value("0001-01-01", "first of the era")
                    .refused("0001-12-31 BC", "0001-01-01", "the day before it")
                    .refused("4714-11-24 BC", "0001-01-01", "least of PostgreSQL")
                    .value("9999-12-31", "last of four digits")
                    .refused("10000-01-01", "9999-12-31", "the day after the last of four digits")
                    .refused("5874897-12-31", "9999-12-31", "greatest of PostgreSQL")
                    .refused("infinity", "infinity", "Parquet has none")
                    .refused("-infinity", "infinity", "Parquet has none")
                    .beyond("5874898-01-01", "one above the greatest")
                    .beyond("4714-11-23 BC", "one below the least"),
            Values.of("time")
                    .value("00:00:00", "least")
                    .value("00:00:00.000001", "one step")
                    .value("12:34:56.789", "a fraction is printed without its zeros")
                    .value("23:59:59.999999", "last before midnight")
                    .value("24:00:00", "greatest: the end of the day is not its beginning")
                    .beyond("24:00:00.000001", "one above the greatest")
                    .as("time", "v", "v < '24:00:00'"),
            Values.of("time(0)").value("12:34:56.5", "rounded by PostgreSQL on its way in"),
            Values.of("time(3)").value("12:34:56.7894", "rounded by PostgreSQL on its way in"),
            Values.of("timetz")
                    .value("00:00:00+00", "UTC")
                    .value("23:59:59.999999-15:59:59", "the westernmost zone")
                    .value("24:00:00+15:59:59", "the easternmost zone and the end of the day")
                    .value("12:00:00+05:45", "Kathmandu")
                    .value("12:00:00-03:30", "St. John's"),
            timestamps("timestamp", ""),
            timestamps("timestamptz", "+00")
                    .value("2024-07-01 12:00:00+05:45", "given in another zone")
                    .value("2024-11-03 01:30:00 America/St_Johns", "given in a doubled hour of a named zone"),
            Values.of("timestamp(0)").value("2024-02-29 23:59:59.5", "rounded by PostgreSQL into the next day"),
            Values.of("timestamp(3)").value("2024-02-29 12:00:00.1235", "milliseconds"),
            Values.of("timestamptz(3)").value("2024-02-29 12:00:00.1235+00", "milliseconds"),
            Values.of("interval")
                    .value("0", "none")
                    .value("1 microsecond", "one step")
                    .value("-1 microsecond", "one step back")
                    .value("1 year 2 months 3 days 4 hours 5 minutes 6.789 seconds", "all parts")
                    .value("-1 year -2 months -3 days -4 hours -5 minutes -6.789 seconds", "all parts back")
                    .value("1 month -1 day", "mixed signs stay apart")
                    .value("1 day -1 hour", "mixed signs stay apart")
                    .value("100 hours", "hours do not become days")
                    .value("45 days", "days do not become months")
                    .value("178000000 years", "greatest in years")
                    .value("-178000000 years", "least in years")
                    .value("2147483647 days", "greatest in days")
                    .value("-2147483648 days", "least in days")
                    .value(15, "2562047788:00:54.775807", "greatest in microseconds")
                    .value("0.5 seconds", "half a second")
                    .value("-0.5 seconds", "half a second back")
                    .value("1 year -0.000001 seconds", "a fraction of its own sign")
                    .value(17, "infinity", "infinity")
                    .value(17, "-infinity", "negative infinity"),
            Values.of("interval year to month").value("1 year 2 months", "a restricted interval"),
            Values.of("interval(0)").value("1.5 seconds", "rounded by PostgreSQL on its way in"));
}
