package dev.caravan.schedule;

/** The process ends, and what has not begun yet does not begin any more. */
public final class Stopping extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The one reason there is. */
    public Stopping() {
        super("the process stops", null, false, false);
    }
}
