package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table's folder holds now; {@code state.json}, always written on condition that it has not changed since it was read.
 *
 * @param formatVersion of this document
 * @param runId the run that is published; empty before the first one
 * @param attempt the attempt of that run whose files these are
 * @param manifest the key of its manifest
 * @param files the keys of its files
 * @param obsolete the keys that its publication replaced, so that any process can finish it and remove them
 * @param publishing the publication that is changing the folder at this moment; null when none is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record State(
        int formatVersion,
        String runId,
        String attempt,
        String manifest,
        List<String> files,
        List<String> obsolete,
        @Nullable Intent publishing) {
    /** Before the first run. */
    static final State NONE = new State(Manifest.FORMAT_VERSION, "", "", "", List.of(), List.of(), null);

    // A document that another program has written may lack any of these.
    @SuppressWarnings("NullAway")
    public State {
        runId = runId == null ? "" : runId;
        attempt = attempt == null ? "" : attempt;
        manifest = manifest == null ? "" : manifest;
        files = files == null ? List.of() : List.copyOf(files);
        obsolete = obsolete == null ? List.of() : List.copyOf(obsolete);
    }

    /** The same run, with this publication under way. */
    public State with(@Nullable Intent intent) {
        return new State(formatVersion, runId, attempt, manifest, files, obsolete, intent);
    }

    /** Whether the files are those of this attempt. */
    public boolean isOf(String someRun, String someAttempt) {
        return runId.equals(someRun) && attempt.equals(someAttempt);
    }
}
