package dev.caravan.source;

import dev.caravan.limit.Limit;
import java.time.Duration;

/**
 * How long a source may be silent.
 *
 * @param login while a connection is made
 * @param answer before the first row of a chunk, for locks, and for statements of other components: sorts, joins and aggregates
 *     may take long before they give anything
 * @param read between two pieces of a chunk's rows, and for each statement that plans a run
 */
public record SourceLimits(Limit login, Limit answer, Limit read) {
    /** A rollback needs nothing of the server but that it is alive. */
    public static final Limit CLOSING = new Limit(Duration.ofSeconds(5), "fixed: a rollback takes no time");
}
