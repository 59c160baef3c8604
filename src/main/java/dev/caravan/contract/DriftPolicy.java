package dev.caravan.contract;

import dev.caravan.option.Words;

/** What happens when a table differs from what was agreed on. The log and the manifest report it in any case. */
public enum DriftPolicy {
    /** Any difference ends the run before anything is read. The default with a contract. */
    FAIL,
    /** New columns are taken, behind those that are agreed on. The default without a contract, where nothing is pinned. */
    ADD,
    /** New columns are left out. */
    IGNORE;

    /** As table files write it. */
    public String spelled() {
        return Words.of(this);
    }

    /**
     * The policy of this name.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when it does not exist
     */
    public static DriftPolicy of(String name) {
        return Words.read(DriftPolicy.class, "drift", name);
    }
}
