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
 * @param runId the run
 * @param attempt the attempt of the run
 * @param earlierAttempt the attempt whose files the table had when it began
 * @param direction where it goes from here
 * @param moves the copies that make its files visible
 * @param rejects the keys of the rows that it set aside
 * @param obsolete the keys that go when it is published
 * @param manifest its manifest
 * @param earlierManifest what lay under the manifest's key before, when an earlier attempt of the run was published; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Intent(
        String runId,
        String attempt,
        String earlierAttempt,
        Direction direction,
        List<Move> moves,
        List<String> rejects,
        List<String> obsolete,
        JsonNode manifest,
        @Nullable JsonNode earlierManifest) {
    /** Where a publication goes. */
    public enum Direction {
        /** Its files become the table. */
        FORWARD,
        /** The table becomes what it was. */
        BACK
    }

    /**
     * A copy within the bucket.
     *
     * @param from where the file was uploaded
     * @param to where readers find it
     * @param bytes its size
     * @param replaced the tag of the file that readers find there now, which is kept meanwhile; null when there is none
     */
    public record Move(
            String from, String to, long bytes, @Nullable String replaced) {
        /** Whether readers find another file under its target until it is made. */
        public boolean replaces() {
            return replaced != null;
        }
    }

    public Intent {
        moves = List.copyOf(moves);
        rejects = List.copyOf(rejects);
        obsolete = List.copyOf(obsolete);
    }

    /** The same publication on its way back. */
    public Intent back() {
        return new Intent(
                runId, attempt, earlierAttempt, Direction.BACK, moves, rejects, obsolete, manifest, earlierManifest);
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
}
