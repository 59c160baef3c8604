package dev.caravan.partition;

import dev.caravan.batch.Vector;
import java.util.HashMap;
import java.util.Map;

/** Values that a number tells apart, such as a day or an integer. */
final class NumberValues extends LevelValues {
    /** Reads the number that tells the value of a row apart. */
    interface Key {
        long of(Vector column, int row);
    }

    /** Writes a value. */
    interface Text {
        String of(long key);
    }

    private final Key key;
    private final Text text;
    private final Map<Long, Integer> numbers = new HashMap<>();
    /** Rows come in the order of time more often than not. */
    private long lastKey;

    private int lastNumber = -1;

    NumberValues(Key key, Text text) {
        this.key = key;
        this.text = text;
    }

    @Override
    int ofValue(Vector column, int row) {
        long wanted = key.of(column, row);
        if (lastNumber >= 0 && wanted == lastKey) {
            return lastNumber;
        }
        Integer known = numbers.get(wanted);
        if (known == null) {
            known = add(text.of(wanted));
            numbers.put(wanted, known);
        }
        lastKey = wanted;
        lastNumber = known;
        return known;
    }
}
