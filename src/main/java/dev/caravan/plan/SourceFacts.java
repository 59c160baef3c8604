package dev.caravan.plan;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself and of the moment that a run reads. Each is null where the server does not tell.
 *
 * @param version of the server
 * @param systemIdentifier of its cluster of databases, which standbys have in common with their primary
 * @param database that was read
 * @param relation that was read, with its schema, as SQL writes it; null for a query
 * @param snapshot what the run sees: the text of {@code pg_current_snapshot()}
 * @param horizon the oldest transaction that may still have been running: everything below it is decided
 * @param lsn a position in the log after the snapshot: written and flushed on a primary, replayed on a standby
 * @param timeline of that log
 * @param isStandby whether the server was in recovery
 */
public record SourceFacts(
        @Nullable String version,
        @Nullable String systemIdentifier,
        @Nullable String database,
        @Nullable String relation,
        @Nullable String snapshot,
        @Nullable Long horizon,
        @Nullable String lsn,
        @Nullable Integer timeline,
        @Nullable Boolean isStandby)
        implements Serializable {
    /** From the texts by name. */
    static SourceFacts of(Map<String, String> texts, @Nullable String relation) {
        String horizon = texts.get("horizon");
        String timeline = texts.get("timeline");
        String standby = texts.get("standby");
        return new SourceFacts(
                texts.get("version"),
                texts.get("system"),
                texts.get("database"),
                relation,
                texts.get("snapshot"),
                horizon == null ? null : Long.valueOf(horizon),
                texts.get("lsn"),
                timeline == null ? null : Integer.valueOf(timeline),
                standby == null ? null : Boolean.valueOf(standby));
    }
}
