package dev.caravan.run;

/** A batch failed outside of the step that waits for it; the cause says why. */
public final class BatchFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatchFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
