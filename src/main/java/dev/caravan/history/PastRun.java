package dev.caravan.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravan.option.Words;
import org.jspecify.annotations.Nullable;

/**
 * A run that has ended.
 *
 * @param table the table's name in the lake
 * @param run its id
 * @param outcome what became of it
 * @param at when it ended, ISO 8601 in UTC; null when its document does not say
 * @param rows of the table; null for a run that was not published
 * @param change of the rows against the published run before it; null when there is none
 * @param rowsRejected rows that a policy left out; null for a run that was not published
 * @param bytes of its files, likewise
 * @param files how many, likewise
 * @param seconds it took to plan, read and publish, likewise
 * @param code of its failure, also of one after it was published, such as that of a crawler; null without one
 * @param error what happened then
 * @param document the key of its manifest or dead letter
 */
public record PastRun(
        String table,
        String run,
        Outcome outcome,
        @Nullable String at,
        @Nullable Long rows,
        @Nullable Long change,
        @Nullable Long rowsRejected,
        @Nullable Long bytes,
        @Nullable Integer files,
        @Nullable Double seconds,
        @Nullable String code,
        @Nullable String error,
        String document) {
    /** What became of a run. */
    public enum Outcome {
        /** Its files are the table. */
        CURRENT,
        /** Its files are in the lake still, so that one can go back to it. */
        KEPT,
        /** It was published, and a later run has replaced it. */
        PUBLISHED,
        /** It was not published. */
        FAILED,
        /** Its document cannot be read. */
        UNREADABLE
    }

    /** The outcome in words. */
    @JsonProperty("outcome")
    public String word() {
        return Words.of(outcome);
    }
}
