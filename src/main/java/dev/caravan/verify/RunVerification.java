package dev.caravan.verify;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.KeptRun;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.option.Spelling;
import dev.caravan.proof.ColumnSum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proves a published run once more: every file is fetched, and its bytes, rows and values are held against the manifest, which says what
 * PostgreSQL had at the moment of the run.
 */
public final class RunVerification {
    /** So often may the current run be replaced while it is read. */
    private static final int LOOKS = 3;

    private final LakeStore store;
    private final Layout layout;
    private final Path folder;

    /**
     * Of one table.
     *
     * @param folder where a file at a time lies while it is read
     */
    public RunVerification(LakeStore store, Layout layout, Path folder) {
        this.store = store;
        this.layout = layout;
        this.folder = folder;
    }

    /**
     * Verifies a run.
     *
     * @param runId the run; empty for the current one
     * @throws ExportException NO_SUCH_TABLE or BAD_CONFIGURATION when there is no such run, or its files are not kept; or what the store
     *     refused
     */
    public Findings of(Optional<String> runId) {
        for (int look = 1; ; look++) {
            State state = new StateDocument(store, layout).read().state();
            Findings findings = verify(state, runId);
            State now = new StateDocument(store, layout).read().state();
            if (findings.isProven() || now.attempt().equals(state.attempt()) || look == LOOKS) {
                return findings;
            }
        }
    }

    private Findings verify(State state, Optional<String> runId) {
        if (state.runId().isEmpty()) {
            throw new ExportException(
                    ErrorCode.NO_SUCH_TABLE,
                    "Table " + layout.tableId() + " has no published run in s3://" + store.bucket() + "/" + layout.own()
                            + ".",
                    "Write the name of the table as its routeId; caravan runs lists the tables.");
        }
        String run = runId.orElse(state.runId());
        if (run.equals(state.runId())) {
            PublishedManifest manifest = manifest(state.manifest(), run, state.attempt());
            List<String> others = new ArrayList<>(missing(state, manifest));
            others.addAll(strangers(state));
            return verify(run, manifest, others);
        }
        KeptRun kept = state.kept().stream()
                .filter(earlier -> earlier.runId().equals(run))
                .findFirst()
                .orElseThrow(() -> notKept(state, run));
        return verify(run, manifest(kept.manifest(), run, kept.attempt()), List.of());
    }

    private PublishedManifest manifest(String key, String run, String attempt) {
        return PublishedManifest.of(store, key, layout.tableId(), run, attempt);
    }

    /** Files of the table that the manifest does not name. */
    private List<String> missing(State state, PublishedManifest manifest) {
        Set<String> named =
                manifest.files().stream().map(PublishedManifest.Entry::key).collect(Collectors.toSet());
        return state.files().stream()
                .filter(key -> !named.contains(key))
                .map(key -> "File s3://" + store.bucket() + "/" + key
                        + " is one of the table, and the manifest does not name it.")
                .toList();
    }

    private ExportException notKept(State state, String run) {
        Set<String> there = Stream.concat(
                        Stream.of(state.runId()), state.kept().stream().map(KeptRun::runId))
                .collect(Collectors.toCollection(TreeSet::new));
        return new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "The files of run " + run + " of table " + layout.tableId() + " are not in the lake.",
                Spelling.meant(run, there) + "The lake has the files of " + String.join(", ", there)
                        + "; keepRuns and keepFor in the table file say how many runs of publish: swap and partition stay.");
    }

    /** Files that readers see and the table does not count on; names that begin with '_' or '.' are invisible to them. */
    private List<String> strangers(State state) {
        Set<String> files = Set.copyOf(state.files());
        return places(state).stream()
                .flatMap(place -> store.list(place).stream())
                .map(LakeStore.Entry::key)
                .filter(key -> !files.contains(key))
                .filter(isRead(state))
                .filter(key -> !key.substring(key.lastIndexOf('/') + 1).matches("[_.].*|"))
                .map(key -> "File s3://" + store.bucket() + "/" + key
                        + " lies where readers look, and is not one of the run.")
                .toList();
    }

    private List<String> places(State state) {
        return isByPartition(state) ? List.of(layout.data(), layout.beside()) : List.of(state.location(layout));
    }

    /** Readers who come by partitions look into the folders of these alone. */
    private static Predicate<String> isRead(State state) {
        if (!isByPartition(state)) {
            return key -> true;
        }
        Set<String> folders =
                state.files().stream().map(RunVerification::folder).collect(Collectors.toSet());
        return key -> folders.contains(folder(key));
    }

    private static boolean isByPartition(State state) {
        return state.pointer() != null && state.pointer().byPartition();
    }

    private static String folder(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    private Findings verify(String run, PublishedManifest manifest, List<String> others) {
        List<String> differences = new ArrayList<>();
        Map<String, ColumnSum> sums = new LinkedHashMap<>();
        long rows = 0;
        long bytes = 0;
        boolean isWhole = true;
        int number = 0;
        for (PublishedManifest.Entry entry : manifest.files()) {
            PublishedFile file =
                    PublishedFile.of(store, entry, folder.resolve(layout.tableId() + "-" + number++ + ".parquet"));
            differences.addAll(file.differences());
            file.sums().forEach(sum -> sums.merge(sum.column(), sum, ColumnSum::plus));
            isWhole &= !file.sums().isEmpty();
            rows += file.rows();
            bytes += file.bytes();
        }
        if (isWhole && rows != manifest.rows()) {
            differences.add("The files hold " + rows + " rows, and the manifest says " + manifest.rows() + ".");
        }
        int proven = 0;
        for (ColumnSum checksum : manifest.checksums()) {
            Optional<String> difference = difference(checksum, sums);
            if (difference.isEmpty()) {
                proven++;
            } else if (isWhole) {
                differences.add(difference.get());
            }
        }
        differences.addAll(others);
        return new Findings(layout.tableId(), run, manifest.files().size(), rows, bytes, proven, differences);
    }

    private static Optional<String> difference(ColumnSum published, Map<String, ColumnSum> sums) {
        String column = published.column();
        ColumnSum found = sums.get(column);
        if (published.equals(found)) {
            return Optional.empty();
        }
        return Optional.of("Column " + column
                + (found == null
                        ? " is not in the files."
                        : " has " + found.values() + " values with the checksum " + found.sum()
                                + ", and the manifest says " + published.values() + " with " + published.sum() + "."));
    }
}
