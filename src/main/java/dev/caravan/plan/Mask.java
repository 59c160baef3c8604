package dev.caravan.plan;

import dev.caravan.types.Identifier;
import dev.caravan.types.PgType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** What stands in the lake in place of the values of a column; written as {@link MaskForm} reads it. */
sealed interface Mask {
    /**
     * The column under the mask; empty if it is not read.
     *
     * @throws IllegalArgumentException with the reason when the mask does not take the column's type
     */
    Optional<Column> apply(Column column, Connection connection) throws SQLException;

    /** Whether it makes text of every type, so that there is no target to choose. */
    default boolean makesText() {
        return false;
    }

    /** Whether different values stay different, so that a key still tells rows apart. */
    default boolean tellsApart() {
        return false;
    }

    /** The column is not read. */
    record Drop() implements Mask {
        @Override
        public Optional<Column> apply(Column column, Connection connection) {
            return Optional.empty();
        }
    }

    /** NULL in every row. */
    record Null() implements Mask {
        @Override
        public Optional<Column> apply(Column column, Connection connection) {
            return Optional.of(column.masked(column.type(), false, new MaskedValue.Nothing()));
        }
    }

    /** HMAC-SHA256 of the value's text. */
    record Hash() implements Mask {
        @Override
        public Optional<Column> apply(Column column, Connection connection) throws SQLException {
            return text(column, MaskSql.hash(column.type(), name(column), BadValueRisk.isAnyText(connection)));
        }

        @Override
        public boolean makesText() {
            return true;
        }

        @Override
        public boolean tellsApart() {
            return true;
        }
    }

    /** Asterisks for all but the last characters of the value's text. */
    record KeepLast(int characters) implements Mask {
        /** More would mask nothing of any name, number or address. */
        static final int MOST = 1_000;

        @Override
        public Optional<Column> apply(Column column, Connection connection) {
            return text(column, MaskSql.keepLast(name(column), characters));
        }

        @Override
        public boolean makesText() {
            return true;
        }
    }

    /** The beginning of the unit that a moment lies in. */
    record Truncate(Unit unit) implements Mask {
        @Override
        public Optional<Column> apply(Column column, Connection connection) {
            return same(
                    column,
                    MaskSql.truncate(column.type(), name(column), unit)
                            .orElseThrow(() -> new IllegalArgumentException("truncate(" + unit.word() + ") takes "
                                    + (unit.isOfDates()
                                            ? "date, timestamp and timestamptz"
                                            : "timestamp and timestamptz"))));
        }
    }

    /** The same value in every row. */
    record Constant(String value) implements Mask {
        @Override
        public Optional<Column> apply(Column column, Connection connection) throws SQLException {
            try {
                return same(column, new ConstantValue(connection, column.type()).sql(value));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("constant(" + value + ") is no such value: " + e.getMessage(), e);
            }
        }
    }

    /** The units of {@link Truncate}. */
    enum Unit {
        YEAR,
        QUARTER,
        MONTH,
        WEEK,
        DAY,
        HOUR,
        MINUTE;

        /** As table files and PostgreSQL write it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether a date, which has no time of day, can be truncated to it. */
        boolean isOfDates() {
            return compareTo(DAY) < 0;
        }
    }

    private static String name(Column column) {
        return Identifier.quote(column.source());
    }

    private static Optional<Column> text(Column column, String sql) {
        PgType text = new PgType.Base("text", PgType.Base.BUILT_IN, -1, "text");
        return Optional.of(column.masked(text, column.notNull(), new MaskedValue.Expression(sql)));
    }

    private static Optional<Column> same(Column column, String sql) {
        return Optional.of(column.masked(column.type(), column.notNull(), new MaskedValue.Expression(sql)));
    }
}
