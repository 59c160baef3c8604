package dev.caravan.error;

/** The exit codes of the commands. */
public enum Exit {
    PUBLISHED(0, "Success. export: every requested table is published."),
    FAILED_RUN(1, "A run failed, whatever else is wrong."),
    CONFIGURATION(2, "Wrong usage or configuration, and no other failure: it fails again until the user fixes it.");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The process exit status. */
    public int code() {
        return code;
    }

    /** For people, in a sentence or two. */
    public String meaning() {
        return meaning;
    }
}
