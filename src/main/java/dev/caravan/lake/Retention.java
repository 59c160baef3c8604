package dev.caravan.lake;

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

    /**
     * Whether it is time for a look: with the first run of a day, and after a tenth of the runs that are kept, so that a publication does
     * not take longer as the history grows.
     *
     * @param before the run before this one; empty before the first one
     * @param runId this run
     * @param sinceLast how many runs were published since the last look, with this one
     */
    public boolean isDue(String before, String runId, int sinceLast) {
        boolean isFirstOfDay = !before.regionMatches(0, runId, 0, "yyyyMMdd".length());
        return isFirstOfDay || sinceLast >= Math.max(1, Math.min(runs, PAGE) / 10);
    }

    /**
     * Removes what a table has kept for too long.
     *
     * @param state of the table
     */
    public void apply(LakeStore store, Layout layout, State state) {
        store.delete(obsolete(store, layout, state));
    }

    /**
     * The keys of what a table has kept for too long. The manifests of runs whose files are there are none of them.
     *
     * @param state of the table
     */
    public List<String> obsolete(LakeStore store, Layout layout, State state) {
        List<LakeStore.Entry> own = store.list(layout.own(), PAGE);
        boolean isAll = own.size() < PAGE;
        List<String> manifests = isAll ? within(own, layout.manifests()) : oldest(store, layout.manifests());
        String first = firstKept(layout.manifests(), manifests);
        List<String> gone = new ArrayList<>(before(first, layout.manifests(), manifests));
        gone.remove(state.manifest());
        gone.removeAll(state.kept().stream().map(KeptRun::manifest).toList());
        // A run may have rejected rows in many files, so its manifest counts.
        gone.addAll(before(
                first, layout.rejects(), isAll ? within(own, layout.rejects()) : oldest(store, layout.rejects())));
        gone.addAll(obsoleteDeadLetters(store, layout));
        return gone;
    }

    /** Removes the dead letters that a table has kept for too long. */
    public void applyToDeadLetters(LakeStore store, Layout layout) {
        store.delete(obsoleteDeadLetters(store, layout));
    }

    private List<String> obsoleteDeadLetters(LakeStore store, Layout layout) {
        List<String> letters = oldest(store, layout.deadLetters());
        return before(firstKept(layout.deadLetters(), letters), layout.deadLetters(), letters);
    }

    private static List<String> within(List<LakeStore.Entry> entries, String folder) {
        return entries.stream()
                .map(LakeStore.Entry::key)
                .filter(key -> key.startsWith(folder))
                .toList();
    }

    private List<String> oldest(LakeStore store, String folder) {
        return store.list(folder, runs + PAGE).stream()
                .map(LakeStore.Entry::key)
                .toList();
    }

    /** The first run that is kept, of documents of one a run. */
    private String firstKept(String folder, List<String> keys) {
        String young = RunId.of(Instant.now().minus(Duration.ofDays(days)));
        List<String> ofRuns = keys.stream()
                .map(key -> key.substring(folder.length()))
                .filter(RunId::isAtStartOf)
                .map(RunId::atStartOf)
                .toList();
        String latest = ofRuns.size() > runs ? ofRuns.get(ofRuns.size() - runs) : "";
        return latest.compareTo(young) > 0 ? latest : young;
    }

    /** Those of runs before this one; a name that does not begin with a run's time is not ours to remove. */
    private static List<String> before(String first, String folder, List<String> keys) {
        return keys.stream()
                .filter(key -> {
                    String name = key.substring(folder.length());
                    return RunId.isAtStartOf(name) && RunId.atStartOf(name).compareTo(first) < 0;
                })
                .toList();
    }
}
