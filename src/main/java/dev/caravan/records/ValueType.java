package dev.caravan.records;

import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column, an element or a field become, and how each gets there.
 *
 * @param target the type in Parquet and Glue
 * @param nullable whether a value may be missing
 * @param appender takes a value into a vector of the target
 */
record ValueType(Target target, boolean nullable, Appender appender) {
    /** Takes a value that is not null into a vector, exactly, or throws a {@link ShapeMisfit}. */
    interface Appender {
        void append(Object value, Vector out);
    }

    static ValueType of(Target target, Appender appender) {
        return new ValueType(target, false, appender);
    }

    ValueType orNull() {
        return new ValueType(target, true, appender);
    }

    void append(@Nullable Object value, Vector out) {
        if (value != null) {
            appender.append(value, out);
        } else if (nullable) {
            out.addNull();
        } else {
            throw ShapeMisfit.missing();
        }
    }
}
