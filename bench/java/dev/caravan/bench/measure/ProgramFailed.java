package dev.caravan.bench.measure;

import org.jspecify.annotations.Nullable;

/** A contender's process did not do its work; the message tells why. */
public final class ProgramFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProgramFailed(String message) {
        super(message);
    }

    public ProgramFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
