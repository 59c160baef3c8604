package dev.caravan.read;

import dev.caravan.types.BigEndian;
import dev.caravan.types.CorruptFrame;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Rows of a binary COPY as they came, with the place of each of their fields: PostgreSQL's manual, COPY, "Binary Format".
 *
 * <p>One buffer for all rows of a batch, which the vectors of the batch point into; the next batch fills it again.
 */
final class Frames {
    private static final int FIRST_BYTES = 64 << 10;
    private static final int FIRST_ROWS = 64;

    private final int columns;
    private final int mostRows;
    private final int[][] offsets;
    private final int[][] lengths;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int used;
    private int rows;

    /** Takes up to this many rows; room for them is made as they come, since a few wide rows may fill a batch. */
    Frames(int columns, int mostRows) {
        this.columns = columns;
        this.mostRows = mostRows;
        this.offsets = new int[columns][Math.min(mostRows, FIRST_ROWS)];
        this.lengths = new int[columns][Math.min(mostRows, FIRST_ROWS)];
    }

    /** Forgets all rows; their buffer is filled again. */
    void clear() {
        used = 0;
        rows = 0;
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

    /** Takes what the server's message of this length holds: one row. */
    void add(CopyMessages messages, int length) throws SQLException {
        int start = room(length);
        messages.take(bytes, start);
        locate(start);
    }

    /** Takes a row that came with something else. */
    void add(byte[] row) {
        int start = room(row.length);
        System.arraycopy(row, 0, bytes, start, row.length);
        locate(start);
    }

    /** Finds the fields of the row that begins here and ends the buffer. */
    private void locate(int start) {
        if (used - start < Short.BYTES) {
            throw new CorruptFrame("a row of " + (used - start) + " bytes, too short for its column count");
        }
        int count = BigEndian.int16(bytes, start);
        if (count != columns) {
            throw new CorruptFrame("a row of " + count + " columns where " + columns + " were selected");
        }
        makeRoom();
        int at = start + Short.BYTES;
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

    /** Makes room for so many bytes behind the others; a huge row fills a batch alone, in a buffer just as large. */
    private int room(int length) {
        int start = used;
        int wanted = Math.addExact(start, length);
        if (wanted > bytes.length) {
            bytes = start == 0 ? new byte[wanted] : Arrays.copyOf(bytes, grown(wanted));
        }
        used = wanted;
        return start;
    }

    private int grown(int wanted) {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(wanted, bytes.length + ((long) bytes.length >> 1)));
    }
}
