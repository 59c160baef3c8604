package dev.caravan.partition;

import java.util.Arrays;
import java.util.Optional;

/**
 * How the value of a partition follows from the value of a column. Values are written as Apache Iceberg writes those of its transforms in
 * paths; a week, which Iceberg does not have, is the date of its Monday (ISO 8601).
 */
public enum Transform {
    /** The value itself. */
    COLUMN("", "", ""),
    /** {@code 2026}. */
    YEAR("year", "", "int"),
    /** {@code 2026-11}. */
    MONTH("month", "", "string"),
    /** {@code 2026-11-23}, a Monday. */
    WEEK("week", "", "date"),
    /** {@code 2026-11-27}. */
    DAY("day", "", "date"),
    /** {@code 2026-11-27-13}. */
    HOUR("hour", "", "string"),
    /** {@code 11}: the month in its year, 1 to 12. */
    MONTH_OF_YEAR("month", "extract", "int"),
    /** {@code 27}: the day in its month, 1 to 31. */
    DAY_OF_MONTH("day", "extract", "int"),
    /** {@code 13}: the hour in its day, 0 to 23. */
    HOUR_OF_DAY("hour", "extract", "int");

    private final String unit;
    private final String function;
    private final String glue;

    Transform(String unit, String function, String glue) {
        this.unit = unit;
        this.function = function;
        this.glue = glue;
    }

    /** The transform {@code unit(column)}. */
    public static Optional<Transform> period(String unit) {
        return named(unit, "");
    }

    /** The transform {@code extract(unit from column)}. */
    public static Optional<Transform> part(String unit) {
        return unit.equals(YEAR.unit) ? Optional.of(YEAR) : named(unit, "extract");
    }

    private static Optional<Transform> named(String unit, String function) {
        return Arrays.stream(values())
                .filter(each -> each != COLUMN && each.unit.equals(unit) && each.function.equals(function))
                .findFirst();
    }

    /** As a table file has it. */
    public String of(String column) {
        return this == COLUMN
                ? column
                : isPart() ? "extract(" + unit + " from " + column + ")" : unit + "(" + column + ")";
    }

    /** The unit of PostgreSQL's {@code date_trunc} and {@code extract}; empty for the value itself. */
    public String unit() {
        return unit;
    }

    /** Whether it is a part of a date, such as the month in its year, and no period of time. */
    public boolean isPart() {
        return !function.isEmpty();
    }

    /** The type of its values in the Glue catalog; empty where it is that of the column. */
    String glue() {
        return glue;
    }
}
