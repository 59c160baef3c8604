package dev.caravan.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a person can read: what happened (where, which value, which rule), and how to mend it.
 *
 * <p>Its message is one line, {@code CODE: what. Mend.}, so that a log line or a terminal needs no stack trace.
 */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String what;
    private final String mend;

    /**
     * A failure.
     *
     * @param code what kind of failure
     * @param what where it happened, with which value, against which rule; a sentence with its full stop
     * @param mend what a person does about it; a sentence with its full stop
     */
    public ExportException(ErrorCode code, String what, String mend) {
        this(code, what, mend, null);
    }

    /** A failure that another one caused. */
    public ExportException(ErrorCode code, String what, String mend, @Nullable Throwable cause) {
        super(code + ": " + what + " " + mend, cause);
        this.code = code;
        this.what = what;
        this.mend = mend;
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

    public String mend() {
        return mend;
    }
}
