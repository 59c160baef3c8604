package dev.caravan.export;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Manifest;
import dev.caravan.plan.Difference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the run of a table ended.
 *
 * @param table its name in the lake
 * @param runId the run; null when it did not begin
 * @param manifest what was published; null when nothing was
 * @param failure why the run failed permanently; null if it did not. With a manifest it is the catalog that failed
 * @param took how long it took, with retries
 */
public record ExportResult(
        String table,
        @Nullable String runId,
        @Nullable Manifest manifest,
        @Nullable ExportException failure,
        Duration took) {

    /** The result of a table that never began to run. */
    static ExportResult notBegun(String table, ExportException why) {
        return new ExportResult(table, null, null, why, Duration.ZERO);
    }

    /** Whether the process was asked to end before all was done. */
    public boolean isInterrupted() {
        return failure != null && failure.code() == ErrorCode.STOPPED;
    }

    /** Whether all of it went well, the catalog too. */
    public boolean isPublished() {
        return failure == null;
    }

    /** Where the manifest lies, or null when nothing was published. */
    public @Nullable String manifestUri() {
        return manifest == null ? null : manifest.uri();
    }

    /** Rows published. */
    public long rows() {
        return manifest == null ? 0 : manifest.rows();
    }

    /** Rows that a policy left out of what was published. */
    public long rowsRejected() {
        return manifest == null ? 0 : manifest.rowsRejected();
    }

    /** Values that the lake cannot hold, whatever became of them. */
    public long badValues() {
        return manifest == null ? 0 : manifest.badValueCount();
    }

    /** How the columns differ from the contract or from the run before, a clause each. */
    public List<String> drift() {
        return manifest == null
                ? List.of()
                : manifest.drift().stream().map(Difference::clause).toList();
    }

    /** Bytes published. */
    public long bytes() {
        return manifest == null ? 0 : manifest.bytes();
    }

    /** Files published. */
    public int files() {
        return manifest == null ? 0 : manifest.files().size();
    }

    /** Seconds, with their fraction. */
    public double seconds() {
        return took.toNanos() / 1e9;
    }

    /** Rows a second over the whole run, planning and publishing included. */
    public long rowsPerSecond() {
        return Math.round(rows() / Math.max(seconds(), 1e-9));
    }
}
