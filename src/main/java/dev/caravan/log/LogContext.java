package dev.caravan.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Gives the lines that a thread logs meanwhile the table and the run that they belong to, by SLF4J's MDC. */
public final class LogContext {
    /** The key of the table. */
    public static final String TABLE = "table";

    /** The key of the run id. */
    public static final String RUN = "run";

    private final Origin before = Origin.here();

    private LogContext(@Nullable String table, @Nullable String run) {
        mark(table, run);
    }

    /**
     * What the lines of a thread belong to.
     *
     * @param table null when it is no table
     * @param run null when it is no run
     */
    public record Origin(@Nullable String table, @Nullable String run) {
        /** That of the calling thread. */
        public static Origin here() {
            return new Origin(MDC.get(TABLE), MDC.get(RUN));
        }

        /** The lines of the calling thread belong to it until the answer is ended. */
        public LogContext resume() {
            return new LogContext(table, run);
        }
    }

    /** A run of a table, until it is ended. */
    public static LogContext of(@Nullable String table, @Nullable String run) {
        return new LogContext(table, run);
    }

    /** Work whose lines belong to the same run on another thread as on the calling one. */
    public static Runnable carried(Runnable work) {
        Origin origin = Origin.here();
        return () -> {
            LogContext there = origin.resume();
            try {
                work.run();
            } finally {
                there.end();
            }
        };
    }

    /** What the calling thread logs from now on belongs to this; null is none. */
    public static void mark(@Nullable String table, @Nullable String run) {
        put(TABLE, table);
        put(RUN, run);
    }

    private static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    /** The lines of the thread belong again to what they belonged to before. */
    public void end() {
        mark(before.table(), before.run());
    }
}
