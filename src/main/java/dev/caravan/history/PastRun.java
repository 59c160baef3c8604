package dev.caravan.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravan.option.Words;
import org.jspecify.annotations.Nullable;

/**
 * A run that has ended.
 *
 * @param table the table's name in the lake
 * @param run its id; empty when it is the state of the table that cannot be read
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

    /**
     * One of which nothing is known but that there is a document.
     *
     * @param run its id; empty for the state of the table
     */
    static PastRun unreadable(String table, String run, String document) {
        return new PastRun(
                table,
                run,
                Outcome.UNREADABLE,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                document + " is no JSON document of Caravan. Find out who else writes there, and remove it.",
                document);
    }

    /** The same run, which failed after it was published: its crawler did. */
    PastRun failedAfter(PastRun failure) {
        return new PastRun(
                table,
                run,
                outcome,
                at,
                rows,
                change,
                rowsRejected,
                bytes,
                files,
                seconds,
                failure.code,
                failure.error,
                document);
    }

    /** The outcome in words. */
    @JsonProperty("outcome")
    public String word() {
        return Words.of(outcome);
    }
}
