package dev.caravan.partition;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Vector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Values that their bytes tell apart, such as text. */
final class BytesValues extends LevelValues {
    /** Writes a value. */
    interface Text {
        String of(byte[] bytes);
    }

    private final Text text;
    private final Map<ByteBuffer, Integer> numbers = new HashMap<>();
    private byte[] last = new byte[0];
    private int lastNumber = -1;

    BytesValues(Text text) {
        this.text = text;
    }

    @Override
    int ofValue(Vector column, int row) {
        BytesVector values = (BytesVector) column;
        byte[] buffer = values.buffer(row);
        int from = values.offset(row);
        int to = from + values.length(row);
        if (lastNumber >= 0 && Arrays.equals(buffer, from, to, last, 0, last.length)) {
            return lastNumber;
        }
        Integer known = numbers.get(ByteBuffer.wrap(buffer, from, to - from));
        byte[] bytes = Arrays.copyOfRange(buffer, from, to);
        if (known == null) {
            known = add(text.of(bytes));
            numbers.put(ByteBuffer.wrap(bytes), known);
        }
        last = bytes;
        lastNumber = known;
        return known;
    }
}
