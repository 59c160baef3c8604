package dev.caravan.encode;

import dev.caravan.batch.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a batch brings for one leaf of the schema: an entry with its levels for each value or absence, and where in the leaf's vector
 * the values lie that are there. The arrays are used again for the next batch; a leaf of a nested column has its own.
 */
final class LeafValues {
    private static final int FIRST = 64;

    private final int maxRepetition;
    private final int maxDefinition;
    private @Nullable Vector vector;
    private int[] repetitions = new int[0];
    private int[] definitions = new int[0];
    private int[] positions = new int[0];
    private int entries;
    private int present;
    private int rows;
    private boolean isFlat;

    LeafValues(int maxRepetition, int maxDefinition) {
        this.maxRepetition = maxRepetition;
        this.maxDefinition = maxDefinition;
    }

    int maxRepetition() {
        return maxRepetition;
    }

    int maxDefinition() {
        return maxDefinition;
    }

    /** Of the values that are there; asked for only where there are any. */
    Vector vector() {
        if (vector == null) {
            throw new IllegalStateException("a batch without a value");
        }
        return vector;
    }

    /** Values and absences. */
    int entries() {
        return entries;
    }

    /** Values that are there. */
    int present() {
        return present;
    }

    int rows() {
        return rows;
    }

    /** Whether every row is one value, so that there are no levels to tell. */
    boolean isDense() {
        return maxRepetition == 0 && present == entries;
    }

    /** Where in the vector the present values lie, in order. */
    int[] positions() {
        return positions;
    }

    int definition(int entry) {
        return definitions[entry];
    }

    int repetition(int entry) {
        return maxRepetition == 0 ? 0 : repetitions[entry];
    }

    int[] definitions() {
        return definitions;
    }

    int[] repetitions() {
        return repetitions;
    }

    /** Takes the first rows of a column that is this leaf alone. */
    void flat(Vector column, int count, FlatRows flat) {
        isFlat = true;
        vector = column;
        rows = count;
        entries = count;
        if (column.nullCount() == 0) {
            present = count;
            positions = flat.counted(count);
            return;
        }
        positions = flat.positions(count);
        definitions = flat.definitions(count);
        present = 0;
        for (int row = 0; row < count; row++) {
            if (column.isNull(row)) {
                definitions[row] = maxDefinition - 1;
            } else {
                definitions[row] = maxDefinition;
                positions[present++] = row;
            }
        }
    }

    /** Begins the batch of a nested column. */
    void begin(int count) {
        vector = null;
        rows = count;
        entries = 0;
        present = 0;
    }

    /** A value that is there. */
    void add(Vector column, int position, int repetition) {
        vector = column;
        entry(repetition, maxDefinition);
        positions[present++] = position;
    }

    /** Something at or above the leaf is NULL or empty. */
    void addAbsent(int repetition, int definition) {
        entry(repetition, definition);
    }

    private void entry(int repetition, int definition) {
        if (entries == definitions.length || entries == positions.length) {
            makeRoom(Math.max(FIRST, entries + (entries >> 1)));
        }
        definitions[entries] = definition;
        if (maxRepetition > 0) {
            repetitions[entries] = repetition;
        }
        entries++;
    }

    /** Bytes that the leaf's own arrays take in memory. */
    long held() {
        return isFlat ? 0 : (long) Integer.BYTES * (repetitions.length + definitions.length + positions.length);
    }

    /** Gives the arrays up, between batches. */
    void release() {
        repetitions = new int[0];
        definitions = new int[0];
        positions = new int[0];
    }

    private void makeRoom(int wanted) {
        if (definitions.length < wanted) {
            definitions = Arrays.copyOf(definitions, wanted);
        }
        if (maxRepetition > 0 && repetitions.length < wanted) {
            repetitions = Arrays.copyOf(repetitions, wanted);
        }
        if (positions.length < wanted) {
            positions = Arrays.copyOf(positions, wanted);
        }
    }
}
