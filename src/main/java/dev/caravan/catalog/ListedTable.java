package dev.caravan.catalog;

import java.util.Map;

/** A table as the catalog has it at a moment. */
public interface ListedTable {
    /** What the catalog calls this version of it. */
    String version();

    /** Its folder, with its slash; empty for a view. */
    String location();

    /** Its parameters, those of others too. */
    Map<String, String> parameters();

    /** Whether files of it belong to partitions that the catalog lists. */
    boolean isPartitioned();
}
