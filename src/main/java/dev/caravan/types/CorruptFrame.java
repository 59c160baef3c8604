package dev.caravan.types;

/** Thrown for bytes that are not what PostgreSQL's binary form of the type allows: a broken stream, never a value. */
public final class CorruptFrame extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was expected and what came. */
    public CorruptFrame(String message) {
        super(message);
    }
}
