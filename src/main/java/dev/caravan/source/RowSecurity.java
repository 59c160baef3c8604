package dev.caravan.source;

import dev.caravan.option.Words;

/** What a run does about row security policies that would hide rows from its role. */
public enum RowSecurity {
    /** The server refuses the read. The default: a table in the lake that lacks rows looks like any other. */
    REFUSE,
    /** The rows that the policies leave are read; log and manifest name the relations. */
    ALLOW;

    /** As table files write it. */
    public String spelled() {
        return Words.of(this);
    }

    /** PostgreSQL's setting {@code row_security}: off has the server report an error where a policy would filter rows. */
    String setting() {
        return switch (this) {
            case REFUSE -> "off";
            case ALLOW -> "on";
        };
    }

    /**
     * Reads the option {@code rowSecurity}; empty is the default.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when there is no such value
     */
    public static RowSecurity of(String option) {
        if (option.isBlank()) {
            return REFUSE;
        }
        return Words.read(RowSecurity.class, "rowSecurity", option);
    }
}
