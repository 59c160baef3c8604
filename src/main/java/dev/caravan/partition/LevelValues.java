package dev.caravan.partition;

import dev.caravan.batch.Vector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one level that were met so far, each with its number from 0 on.
 *
 * <p>Not safe for use by several threads at once.
 */
abstract sealed class LevelValues permits NumberValues, BytesValues {
    private static final int NONE = -1;

    private final List<@Nullable String> values = new ArrayList<>();
    private int ofNull = NONE;

    /**
     * The number of the value that a row has.
     *
     * @throws UnplacedValue when no folder can be named after it
     */
    final int of(Vector column, int row) {
        return column.isNull(row) ? ofNull() : ofValue(column, row);
    }

    /** The number of NULL. */
    final int ofNull() {
        if (ofNull == NONE) {
            ofNull = add(null);
        }
        return ofNull;
    }

    /** The value of a number, null for NULL. */
    final @Nullable String value(int number) {
        return values.get(number);
    }

    /** The number of a value that was not met before. */
    final int add(@Nullable String value) {
        values.add(value);
        return values.size() - 1;
    }

    abstract int ofValue(Vector column, int row);
}
