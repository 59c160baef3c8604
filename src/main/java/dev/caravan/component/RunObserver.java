package dev.caravan.component;

import dev.caravan.error.ExportException;
import dev.caravan.option.Words;

/** Is told of the runs of a context: metrics, log and error reports. Each call is short, and none fails a run. */
public interface RunObserver {
    /** What is retried by itself, without another attempt of the run. */
    enum Retry {
        /** The read of a chunk. */
        CHUNK,
        /** The upload of a file or of a part. */
        UPLOAD,
        /** Another step inside a split of a route of the user's own. */
        STEP;

        /** As metrics name it. */
        public String spelled() {
            return Words.of(this);
        }
    }

    /** A run of this table begins. */
    default void begun(String table) {}

    /** An attempt failed, and another follows. */
    default void attemptFailed(String table, ExportException failure) {}

    /** Something is retried within an attempt. */
    default void retried(String table, Retry what) {}

    /** A run has ended; told once for each that has begun. */
    default void ended(RunEnd end) {}
}
