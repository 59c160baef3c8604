package dev.caravan.publish;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the lake keeps what it says of earlier runs: manifests, rejected rows and dead letters.
 *
 * <p>Both limits hold. Keys begin with the time of their run, so the oldest come first in a listing: a look takes one request a
 * thousand objects that are kept, and removes at most some thousand; what is older than that, the next look removes.
 *
 * @param runs how many of each a table keeps, from 1 on
 * @param days how old each may get, from 1 on
 */
public record Retention(int runs, int days) {
    /** What one listing of S3 tells. */
    private static final int PAGE = 1_000;

    public Retention {
        requirePositive("caravan.retention.runs", runs);
        requirePositive("caravan.retention.days", days);
    }

    private static void requirePositive(String setting, int value) {
        if (value < 1) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION, setting + " is " + value + ".", "Set it to a whole number from 1 on.");
        }
    }

    /** Removes what a table has kept for too long, after a run was published, whose manifest stays in any case. */
    void apply(LakeStore store, Layout layout, String published) {
        List<String> gone = new ArrayList<>();
        List<LakeStore.Entry> own = store.list(layout.own(), PAGE);
        for (String folder : List.of(layout.rejects(), layout.manifests())) {
            // Most tables have so few of them that one listing tells all.
            List<String> keys = own.size() < PAGE
                    ? own.stream()
                            .map(LakeStore.Entry::key)
                            .filter(key -> key.startsWith(folder))
                            .toList()
                    : oldest(store, folder);
            gone.addAll(obsolete(folder, keys));
        }
        gone.remove(layout.manifest(published));
        store.delete(gone);
        applyToDeadLetters(store, layout);
    }

    /** Removes the dead letters that a table has kept for too long. */
    public void applyToDeadLetters(LakeStore store, Layout layout) {
        store.delete(obsolete(layout.deadLetters(), oldest(store, layout.deadLetters())));
    }

    private List<String> oldest(LakeStore store, String folder) {
        return store.list(folder, runs + PAGE).stream()
                .map(LakeStore.Entry::key)
                .toList();
    }

    /** Of these keys, from the oldest on, those that go; a name that does not begin with a run's time is not ours to remove. */
    private List<String> obsolete(String folder, List<String> keys) {
        String limit = RunId.of(Instant.now().minus(Duration.ofDays(days)));
        List<String> ours = keys.stream()
                .filter(key -> RunId.isAtStartOf(key.substring(folder.length())))
                .toList();
        List<String> ofRuns = ours.stream()
                .map(key -> RunId.atStartOf(key.substring(folder.length())))
                .distinct()
                .toList();
        String firstKept = ofRuns.size() > runs ? ofRuns.get(ofRuns.size() - runs) : "";
        return ours.stream()
                .filter(key -> {
                    String run = RunId.atStartOf(key.substring(folder.length()));
                    return run.compareTo(limit) < 0 || run.compareTo(firstKept) < 0;
                })
                .toList();
    }
}
