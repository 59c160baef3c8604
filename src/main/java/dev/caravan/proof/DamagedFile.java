package dev.caravan.proof;

/** A finished file that cannot be read again. */
public final class DamagedFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String column;

    DamagedFile(String column, Exception cause) {
        super(cause);
        this.column = column;
    }

    /** The column at which it ended; empty when its footer cannot be read. */
    public String column() {
        return column;
    }
}
