package dev.caravan.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a person can read: what happened (where, which value, which rule), and how to fix it.
 *
 * <p>Its message is one line, {@code CODE: what. Hint.}, so that a log line or a terminal needs no stack trace.
 */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String what;
    private final String hint;

    /**
     * A failure.
     *
     * @param code what kind of failure
     * @param what where it happened, with which value, against which rule; a sentence with its full stop
     * @param hint what the user has to do; a sentence with its full stop
     */
    public ExportException(ErrorCode code, String what, String hint) {
        this(code, what, hint, null);
    }

    /** A failure that another one caused. */
    public ExportException(ErrorCode code, String what, String hint, @Nullable Throwable cause) {
        super(code + ": " + what + " " + hint, cause);
        this.code = code;
        this.what = what;
        this.hint = hint;
    }

    public ErrorCode code() {
        return code;
    }

    public ErrorKind kind() {
        return code.kind();
    }

    public String what() {
        return what;
    }

    public String hint() {
        return hint;
    }
}
