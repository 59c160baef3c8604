package dev.caravan.lake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the publication of a group of tables; the same for all of them, whichever process ends it.
 *
 * @param group the name of the group
 * @param outcome what is decided
 * @param tables the names of the tables in the lake
 */
public record GroupDecision(String group, Outcome outcome, List<String> tables) {
    /** Which way all tables of the group go. */
    public enum Outcome {
        /** Every state names its publication, and readers are being led to the new runs. */
        COMMIT,
        /** Readers were led to all new runs; the states are to say so. There is no way back. */
        SHOWN,
        /** Taken back before readers were led to any new run. */
        ABORT,
        /** Taken back while readers were being led to the new runs; who was led to one is led back. */
        LEAD_BACK;

        /**
         * Whether this may be decided now.
         *
         * @param now what is decided; null when nothing is
         */
        boolean mayFollow(@Nullable Outcome now) {
            return switch (this) {
                case COMMIT, ABORT -> now == null;
                case SHOWN, LEAD_BACK -> now == COMMIT;
            };
        }
    }

    public GroupDecision {
        tables = List.copyOf(tables);
    }
}
