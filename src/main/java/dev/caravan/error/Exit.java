package dev.caravan.error;

/** The exit codes of the commands. */
public enum Exit {
    /** Everything that was asked for is published. */
    PUBLISHED(0),
    /** A run failed. */
    FAILED_RUN(1),
    /** Bad usage or configuration: nothing will work until the user fixes it. */
    CONFIGURATION(2);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The process exit status. */
    public int code() {
        return code;
    }
}
