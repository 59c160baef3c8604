package dev.caravan.publish;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.RunFolder.Place;
import dev.caravan.plan.RunId;
import dev.caravan.write.DataFile;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What an attempt of a run has uploaded, and what earlier attempts have left. */
final class Uploads {
    private final LakeStore store;
    private final Layout layout;
    private final String runId;
    private final String attempt;
    private final RunFolder folder;
    /** Not needed when the run is published. */
    private final Set<String> obsolete = new HashSet<>();

    Uploads(LakeStore store, Layout layout, String runId, String attempt, RunFolder folder) {
        this.store = store;
        this.layout = layout;
        this.runId = runId;
        this.attempt = attempt;
        this.folder = folder;
    }

    String runId() {
        return runId;
    }

    String attempt() {
        return attempt;
    }

    /** Makes sure that every file is in S3 as it was written, with the rows that were written. */
    void require(List<DataFile> files) {
        boolean areWaiting = folder.place() == Place.UPLOADS;
        String own = folder.key(layout, runId, attempt);
        Map<String, Long> uploaded = store.list(areWaiting ? layout.uploads() : folder.ofRun(layout, runId)).stream()
                .collect(Collectors.toMap(LakeStore.Entry::key, LakeStore.Entry::bytes));
        List<String> missing = files.stream()
                .filter(file -> !Long.valueOf(file.bytes()).equals(uploaded.get(own + file.name())))
                .map(DataFile::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new ExportException(
                    ErrorCode.LAKE_UNREACHABLE,
                    "Of the " + files.size() + " files of run " + runId + " of " + layout.tableId() + ", "
                            + missing.size() + " are not in s3://" + store.bucket() + "/" + own
                            + " as they were written, the first of them " + missing.get(0) + ".",
                    "It is retried; the log has the reason of an upload that failed. " + hint());
        }
        new StoredFooters(store, own, "run " + runId + " of " + layout.tableId(), hint()).require(files);
        if (!areWaiting) {
            removeStrangers(uploaded.keySet(), own, files);
        }
        obsolete.addAll(areWaiting ? upTo(uploaded.keySet()) : ofOtherAttempts(uploaded.keySet(), own));
    }

    private String hint() {
        return "Keep lifecycle rules and other programs away from "
                + (folder.place() == Place.UPLOADS ? "_caravan/." : "the folder of the table.");
    }

    /** Readers will see all that is in the folder, also a file of a chunk that was read again and has fewer files now. */
    private void removeStrangers(Set<String> uploaded, String own, List<DataFile> files) {
        Set<String> wanted = files.stream().map(file -> own + file.name()).collect(Collectors.toSet());
        List<String> strangers = uploaded.stream()
                .filter(key -> key.startsWith(own) && !wanted.contains(key))
                .toList();
        if (!strangers.isEmpty()) {
            store.delete(strangers);
        }
    }

    /** Those of this run, and of earlier ones that were killed. */
    private List<String> upTo(Set<String> uploaded) {
        String last = layout.uploads() + runId + Character.MAX_VALUE;
        return uploaded.stream().filter(key -> key.compareTo(last) <= 0).toList();
    }

    private List<String> ofOtherAttempts(Set<String> uploaded, String own) {
        return uploaded.stream()
                .filter(key -> !key.startsWith(own) && isOurs(folder, layout, runId, attempt, key))
                .toList();
    }

    /** Whether a file in a folder of a run was uploaded by this execution of the run. */
    static boolean isOurs(RunFolder folder, Layout layout, String runId, String attempt, String key) {
        String name = key.substring(folder.ofRun(layout, runId).length());
        return name.startsWith("/") ? folder.hasClaim() : RunId.isSameExecution(name.substring(1), attempt);
    }

    /** What the attempt has uploaded. */
    List<String> ofAttempt() {
        return store.list(folder.key(layout, runId, attempt)).stream()
                .map(LakeStore.Entry::key)
                .toList();
    }

    /** What is not needed when the run is published: uploads that were copied, and those of attempts that were killed. */
    Set<String> obsolete() {
        return new HashSet<>(obsolete);
    }

    /** What says that something of the run, or of an earlier one, is unfinished. */
    Set<String> markers() {
        Set<String> markers = obsolete.stream()
                .filter(key -> key.startsWith(layout.uploads()))
                .map(layout::unfinishedOf)
                .collect(Collectors.toCollection(HashSet::new));
        markers.add(layout.unfinished(runId, attempt));
        if (folder.hasClaim()) {
            markers.add(layout.claim(runId));
        }
        return markers;
    }

    /**
     * Aborts what earlier runs have not completed; another process that took the same fire has uploads of its own. What they left in a
     * folder of their run, nobody meets; it goes when the lake is cleaned.
     */
    void abortEarlier() {
        if (folder.place() == Place.UPLOADS) {
            store.abortUploads(layout.uploads(), layout.uploads() + runId);
        }
    }
}
