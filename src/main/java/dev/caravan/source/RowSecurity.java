package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a run does about row security policies that would hide rows from its role. */
public enum RowSecurity {
    /** The server refuses the read. The default: a table in the lake that lacks rows looks like any other. */
    REFUSE,
    /** The rows that the policies leave are read; log and manifest name the relations. */
    ALLOW;

    /** As table files write it. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
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
     * @throws ExportException BAD_CONFIGURATION when there is no such value
     */
    public static RowSecurity of(String option) {
        if (option.isBlank()) {
            return REFUSE;
        }
        return Arrays.stream(values())
                .filter(value -> value.name().equalsIgnoreCase(option.strip()))
                .findFirst()
                .orElseThrow(() -> new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "rowSecurity is '" + option + "', which does not exist.",
                        "Legal are "
                                + Arrays.stream(values())
                                        .map(RowSecurity::spelled)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
