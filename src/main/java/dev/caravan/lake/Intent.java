package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.option.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication that is about to change what readers see: all that anyone needs to finish it or to take it back. It stands in the
 * state from before the first change until the last.
 *
 * @param kind what it publishes
 * @param runId the run
 * @param attempt the attempt of the run
 * @param earlierAttempt the attempt whose files the table had when it began
 * @param direction where it goes from here
 * @param moves its files: from where they are uploaded to where readers find them, which may be the same key
 * @param rejects the keys of the rows that it set aside
 * @param obsolete the keys that go when it is published
 * @param pointing how it moves the location of the table in the catalog; null when it does not
 * @param kept the earlier runs whose files stay when it is published
 * @param sincePruning how many runs were published since the history was last pruned, this one included
 * @param manifest its manifest
 * @param earlierManifest what lay under the manifest's key before, when an earlier attempt of the run was published; else null
 * @param group the group that it is published with, all or none; null when it stands alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Intent(
        Kind kind,
        String runId,
        String attempt,
        String earlierAttempt,
        Direction direction,
        List<Move> moves,
        List<String> rejects,
        List<String> obsolete,
        @Nullable Pointing pointing,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeptRun> kept,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int sincePruning,
        JsonNode manifest,
        @Nullable JsonNode earlierManifest,
        @Nullable GroupTicket group) {
    /** What a publication publishes. */
    public enum Kind {
        /** A new run; its files go if it is taken back. */
        RUN,
        /** An earlier run once more; its files stay in any case. */
        ROLLBACK
    }

    /** Where a publication goes. */
    public enum Direction {
        /** Its files become the table. */
        FORWARD,
        /** The table becomes what it was. */
        BACK
    }

    /**
     * A file of the publication.
     *
     * @param from where it was uploaded
     * @param to where readers find it; a copy within the bucket unless it is the same key
     * @param bytes its size
     * @param replaced the tag of the file that readers find there now, which is kept meanwhile; null when there is none
     */
    public record Move(
            String from, String to, long bytes, @Nullable String replaced) {
        /** Whether readers find another file under its target until it is made. */
        public boolean replaces() {
            return replaced != null;
        }

        /** Whether there is something to copy. */
        @JsonIgnore
        public boolean isCopy() {
            return !from.equals(to);
        }
    }

    /**
     * How the location of the table in the catalog moves.
     *
     * @param entry the table in the catalog
     * @param version what the catalog calls the version that may be changed; null when the table is not there yet
     * @param adopt whether a table that is not of this lake may be taken over
     * @param way the folder that it leads to first, while the folder of the table changes; null when it leads to the last one at once
     * @param to the folder that it leads to in the end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pointing(
            CatalogEntry entry,
            @Nullable String version,
            boolean adopt,
            @Nullable String way,
            String to) {
        /** The same, for another version of the table in the catalog. */
        public Pointing from(@Nullable String otherVersion) {
            return new Pointing(entry, otherVersion, adopt, way, to);
        }
    }

    // A document that another build has written may lack some of these.
    @SuppressWarnings("NullAway")
    public Intent {
        kind = kind == null ? Kind.RUN : kind;
        moves = List.copyOf(moves);
        rejects = List.copyOf(rejects);
        obsolete = List.copyOf(obsolete);
        kept = kept == null ? List.of() : List.copyOf(kept);
    }

    /** The same publication on its way back. */
    public Intent back() {
        return with(Direction.BACK, pointing);
    }

    /** The same publication, for another version of the table in the catalog. */
    public Intent pointing(Pointing other) {
        return with(direction, other);
    }

    /** The same publication as one of a group. */
    public Intent in(GroupTicket ticket) {
        return with(direction, pointing, ticket);
    }

    private Intent with(Direction newDirection, @Nullable Pointing newPointing) {
        return with(newDirection, newPointing, group);
    }

    private Intent with(Direction newDirection, @Nullable Pointing newPointing, @Nullable GroupTicket newGroup) {
        return new Intent(
                kind,
                runId,
                attempt,
                earlierAttempt,
                newDirection,
                moves,
                rejects,
                obsolete,
                newPointing,
                kept,
                sincePruning,
                manifest,
                earlierManifest,
                newGroup);
    }

    /** Whether it is of this attempt. */
    public boolean isOf(String someRun, String someAttempt) {
        return runId.equals(someRun) && attempt.equals(someAttempt);
    }

    /** How its files become the table, as its manifest says. */
    @JsonIgnore
    public PublishMode publish() {
        return Words.read(PublishMode.class, "publish", manifest.path("publish").asText(Words.of(PublishMode.REPLACE)));
    }

    /** The keys that readers find its files under. */
    @JsonIgnore
    public List<String> targets() {
        return moves.stream().map(Move::to).toList();
    }

    /** Where the catalog leads readers when it is published; null when they look into the table's folder. */
    @JsonIgnore
    public @Nullable CatalogPointer pointerAfter() {
        return pointing == null || publish() == PublishMode.REPLACE
                ? null
                : new CatalogPointer(pointing.entry(), pointing.to(), publish() == PublishMode.PARTITION);
    }
}
