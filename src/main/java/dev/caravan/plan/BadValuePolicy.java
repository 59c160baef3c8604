package dev.caravan.plan;

import dev.caravan.option.Words;

/** What becomes of a value that the column's target cannot hold. Whatever it is, it is counted in the manifest. */
public enum BadValuePolicy {
    /** The run ends, and its message names the row and the value. The default: nothing is bent without being asked. */
    FAIL,
    /** The value, or the bad part of a list or struct, becomes NULL. */
    NULL,
    /**
     * The nearest value that the target holds takes its place: the first or last date, the largest decimal, the decimal rounded
     * half up. Where nothing is near (NaN, text that is not UTF-8, an array of other dimensions) the run ends as with FAIL.
     */
    CLAMP,
    /** The column becomes NULL in that row, and a further column of its name and {@code _text} holds what PostgreSQL prints. */
    TEXT,
    /** The row is left out and goes, with the reason, to the rejects file of the run. */
    REJECT;

    /** As table files write it. */
    public String spelled() {
        return Words.of(this);
    }

    /**
     * The policy of this name.
     *
     * @param what has the policy, for the sentence: {@code the policy of born}
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when there is no such policy
     */
    static BadValuePolicy read(String what, String name) {
        return Words.read(BadValuePolicy.class, what, name);
    }
}
