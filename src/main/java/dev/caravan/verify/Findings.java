package dev.caravan.verify;

import java.util.List;

/**
 * What the verification of a run has found.
 *
 * @param table its name in the lake
 * @param run the run
 * @param files how many the manifest names
 * @param rows that the files hold
 * @param bytes that the files hold
 * @param columns how many columns have the values that PostgreSQL had; 0 when the run was published without checksums
 * @param differences from the manifest, a sentence each; none when the run is what was published
 */
public record Findings(
        String table, String run, int files, long rows, long bytes, int columns, List<String> differences) {
    public Findings {
        differences = List.copyOf(differences);
    }

    /** Whether the run is what was published. */
    public boolean isProven() {
        return differences.isEmpty();
    }
}
