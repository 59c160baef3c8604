package dev.caravan.contract;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happens when a table is not what was agreed on. It is told in any case, in the log and in the manifest. */
public enum DriftPolicy {
    /** Any difference ends the run before anything is read. The default with a contract. */
    FAIL,
    /** New columns are taken, behind those that are agreed on. The default without a contract, where nothing is pinned. */
    ADD,
    /** New columns are left out. */
    IGNORE;

    /** As table files write it. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The policy of this name.
     *
     * @throws ExportException when it does not exist
     */
    public static DriftPolicy of(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "drift names the policy '" + name + "', which does not exist.",
                        "Legal are "
                                + Arrays.stream(values())
                                        .map(DriftPolicy::spelled)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
