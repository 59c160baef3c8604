package dev.caravan.encode;

/** Buffers that encoders use while it is their turn, so that a table of many columns, or of many files that one thread writes, has them once. */
public final class Scratch {
    private final PageBytes page = new PageBytes();
    private final FlatRows rows = new FlatRows();
    private final long[] numbers = new long[NumberEncoder.STRIDE];

    /** For one whole page. */
    PageBytes page() {
        return page;
    }

    /** For the entries of a column that is one leaf. */
    FlatRows rows() {
        return rows;
    }

    /** For some numbers of a batch. */
    long[] numbers() {
        return numbers;
    }
}
