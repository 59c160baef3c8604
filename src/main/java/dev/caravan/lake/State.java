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
 * @param pointer where the catalog leads readers; null when they look into the table's folder
 * @param kept earlier runs whose files stay for a while, the last one first
 * @param sincePruning how many runs were published since the history was last pruned
 * @param publishing the publication that is changing the table at this moment; null when none is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record State(
        int formatVersion,
        String runId,
        String attempt,
        String manifest,
        List<String> files,
        List<String> obsolete,
        @Nullable CatalogPointer pointer,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KeptRun> kept,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int sincePruning,
        @Nullable Intent publishing) {
    /** Before the first run. */
    static final State NONE =
            new State(Manifest.FORMAT_VERSION, "", "", "", List.of(), List.of(), null, List.of(), 0, null);

    // A document that another program has written may lack any of these.
    @SuppressWarnings("NullAway")
    public State {
        runId = runId == null ? "" : runId;
        attempt = attempt == null ? "" : attempt;
        manifest = manifest == null ? "" : manifest;
        files = files == null ? List.of() : List.copyOf(files);
        obsolete = obsolete == null ? List.of() : List.copyOf(obsolete);
        kept = kept == null ? List.of() : List.copyOf(kept);
    }

    /** The same run, with this publication under way. */
    public State with(@Nullable Intent intent) {
        return new State(formatVersion, runId, attempt, manifest, files, obsolete, pointer, kept, sincePruning, intent);
    }

    /**
     * The state after a publication.
     *
     * @param manifestKey where its manifest lies
     */
    public static State after(Intent intent, String manifestKey) {
        return new State(
                Manifest.FORMAT_VERSION,
                intent.runId(),
                intent.attempt(),
                manifestKey,
                intent.targets(),
                intent.obsolete(),
                intent.pointerAfter(),
                intent.kept(),
                intent.sincePruning(),
                null);
    }

    /** Whether the files are those of this attempt. */
    public boolean isOf(String someRun, String someAttempt) {
        return runId.equals(someRun) && attempt.equals(someAttempt);
    }

    /** Whether files of this run are the table's, or stay in the lake. */
    public boolean names(String someRun) {
        return runId.equals(someRun)
                || kept.stream().anyMatch(run -> run.runId().equals(someRun));
    }

    /** The folder that readers are led to: a key that ends in a slash. */
    public String location(Layout layout) {
        return pointer == null ? layout.data() : pointer.location();
    }
}
