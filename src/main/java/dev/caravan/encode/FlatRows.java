package dev.caravan.encode;

/** Arrays for the entries of one batch of a column that is a leaf itself: encoded before the next column's turn, so a table has them once. */
final class FlatRows {
    private int[] counted = new int[0];
    private int[] positions = new int[0];
    private int[] definitions = new int[0];

    /** The positions 0, 1, 2 and on, so many at least. */
    int[] counted(int wanted) {
        if (counted.length < wanted) {
            counted = new int[wanted];
            for (int i = 0; i < wanted; i++) {
                counted[i] = i;
            }
        }
        return counted;
    }

    /** Room for so many positions. */
    int[] positions(int wanted) {
        if (positions.length < wanted) {
            positions = new int[wanted];
        }
        return positions;
    }

    /** Room for so many definition levels. */
    int[] definitions(int wanted) {
        if (definitions.length < wanted) {
            definitions = new int[wanted];
        }
        return definitions;
    }
}
