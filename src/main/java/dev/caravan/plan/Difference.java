package dev.caravan.plan;

import dev.caravan.option.Words;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A way in which a table is not what was agreed on, or what the run before found.
 *
 * @param kind what changed
 * @param column the column, as it was called; for a new one, as it is called
 * @param was its type before, its position among all for {@link Kind#REORDERED}; null for a new one
 * @param is its type now, or its name now for {@link Kind#RENAMED}; null for one that is gone
 */
public record Difference(
        Kind kind,
        String column,
        @Nullable String was,
        @Nullable String is) implements Serializable {
    /** What changed. Types are those of the lake: a varchar that became text is the same string. */
    public enum Kind {
        ADDED,
        DROPPED,
        /** One column is gone and one of the same type is new, in its place or with a name like it: a guess, and said so. */
        RENAMED,
        RETYPED,
        /** Retyped, and the new type holds every value of the old one. */
        WIDENED,
        /** The same columns, but in another order. */
        REORDERED,
        /** A contract promises a value in every row, the table no longer does. */
        NULLABLE;

        /** As manifests write it. */
        public String spelled() {
            return Words.of(this);
        }
    }

    /** A clause that says it. */
    public String clause() {
        return switch (kind) {
            case ADDED -> "column " + column + " (" + is + ") is new";
            case DROPPED -> "column " + column + " (" + was + ") is gone";
            case RENAMED -> "column " + column + " (" + was + ") seems to be called " + is + " now";
            case RETYPED -> "column " + column + " was " + was + " and is " + is;
            case WIDENED -> "column " + column + " was " + was + " and is " + is + ", which holds more";
            case REORDERED -> "the columns came in the order " + was + " and come in the order " + is;
            case NULLABLE -> "column " + column + " was " + was + " and is " + is;
        };
    }
}
