package dev.caravan.read;

import dev.caravan.types.BigEndian;
import dev.caravan.types.CorruptFrame;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Rows of a binary COPY as they came, with the place of each of their fields: PostgreSQL's manual, COPY, "Binary Format".
 *
 * <p>One buffer for all rows of a batch; it is handed over to the batch and never reused, since vectors keep slices of it.
 */
final class Frames {
    private static final int FIRST_BYTES = 64 << 10;
    private static final int FIRST_ROWS = 64;

    /** A batch is taken to be a sixteenth larger than the one before, which makes a second buffer rare. */
    private static final int SPARE = 16;

    /** What one huge row needed says nothing of the rows behind it. */
    private static final int MOST_FIRST_BYTES = 16 << 20;

    private static final int END_OF_DATA = -1;

    private final int columns;
    private final int mostRows;
    private final int[][] offsets;
    private final int[][] lengths;
    private byte[] bytes;
    private int used;
    private int rows;

    /**
     * Takes up to this many rows; room for more than was expected is made as they come, since a few wide rows may fill a batch.
     *
     * @param expectedRows as many as the batch before had, or 0
     * @param expectedBytes likewise
     */
    Frames(int columns, int mostRows, int expectedRows, int expectedBytes) {
        this.columns = columns;
        this.mostRows = mostRows;
        int firstRows = Math.min(mostRows, Math.max(FIRST_ROWS, expectedRows + expectedRows / SPARE));
        this.offsets = new int[columns][firstRows];
        this.lengths = new int[columns][firstRows];
        this.bytes = new byte
                [expectedBytes > MOST_FIRST_BYTES
                        ? FIRST_BYTES
                        : Math.max(FIRST_BYTES, expectedBytes + expectedBytes / SPARE)];
    }

    int rows() {
        return rows;
    }

    int used() {
        return used;
    }

    byte[] bytes() {
        return bytes;
    }

    int[] offsets(int column) {
        return offsets[column];
    }

    int[] lengths(int column) {
        return lengths[column];
    }

    /**
     * Takes one message of the server, which holds one row or the end of the data.
     *
     * @param from where in the message the row starts
     */
    void add(byte[] message, int from) {
        if (message.length - from < Short.BYTES) {
            throw new CorruptFrame("a row of " + (message.length - from) + " bytes, too short for its column count");
        }
        int count = BigEndian.int16(message, from);
        if (count == END_OF_DATA) {
            return;
        }
        if (count != columns) {
            throw new CorruptFrame("a row of " + count + " columns where " + columns + " were asked for");
        }
        makeRoom();
        int start = append(message, from + Short.BYTES);
        int at = start;
        for (int column = 0; column < columns; column++) {
            if (used - at < Integer.BYTES) {
                throw new CorruptFrame("a row that ends before the length of its column " + (column + 1));
            }
            int length = BigEndian.int32(bytes, at);
            at += Integer.BYTES;
            if (length < -1 || length > used - at) {
                throw new CorruptFrame(
                        "column " + (column + 1) + " of " + length + " bytes where " + (used - at) + " are left");
            }
            offsets[column][rows] = at;
            lengths[column][rows] = length;
            at += Math.max(0, length);
        }
        if (at != used) {
            throw new CorruptFrame("a row with " + (used - at) + " bytes left over");
        }
        rows++;
    }

    /** Forgets these rows; the numbers of the rows behind them become smaller. */
    void remove(BitSet removed) {
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            if (!removed.get(row)) {
                for (int column = 0; column < columns; column++) {
                    offsets[column][kept] = offsets[column][row];
                    lengths[column][kept] = lengths[column][row];
                }
                kept++;
            }
        }
        rows = kept;
    }

    private void makeRoom() {
        int room = columns == 0 ? mostRows : offsets[0].length;
        if (rows == room) {
            int grown = (int) Math.min(mostRows, 4L * room);
            for (int column = 0; column < columns; column++) {
                offsets[column] = Arrays.copyOf(offsets[column], grown);
                lengths[column] = Arrays.copyOf(lengths[column], grown);
            }
        }
    }

    private int append(byte[] message, int from) {
        if (used == 0 && message.length > bytes.length) {
            // A huge row fills a batch alone, and a second copy of it would be the largest thing in memory.
            bytes = message;
            used = message.length;
            return from;
        }
        int length = message.length - from;
        int wanted = Math.addExact(used, length);
        if (wanted > bytes.length) {
            long grown = Math.max(wanted, bytes.length + ((long) bytes.length >> 1));
            bytes = Arrays.copyOf(bytes, (int) Math.min(grown, Integer.MAX_VALUE - 8));
        }
        int start = used;
        System.arraycopy(message, from, bytes, start, length);
        used = wanted;
        return start;
    }
}
