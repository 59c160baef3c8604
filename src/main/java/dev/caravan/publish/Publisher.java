package dev.caravan.publish;

import dev.caravan.batch.Field;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.TableRun;
import dev.caravan.publish.Manifest.ColumnEntry;
import dev.caravan.publish.Manifest.FileEntry;
import dev.caravan.run.BadValues;
import dev.caravan.write.DataFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the uploaded files of a run the table that readers see.
 *
 * <p>The files wait where no reader looks. They are counted, copied within the bucket into the table's folder, the manifest
 * and the state are written, and only then the files of the run before go. Whatever fails before that is undone, so that the
 * lake is as it was.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final LakeStore store;
    private final Layout layout;
    private final CatalogMode catalog;

    /** A publisher of one table. */
    public Publisher(LakeStore store, Layout layout, CatalogMode catalog) {
        this.store = store;
        this.layout = layout;
        this.catalog = catalog;
    }

    /**
     * Publishes a run.
     *
     * @param listFields the columns of a run whose rows came as lists; none for one whose plan has them
     * @param rowsRead as the readers counted them
     * @param badValues what became of those that could not be held; rejected rows are uploaded from here
     * @param files all files of the run, each uploaded under {@link Layout#upload}
     * @throws ExportException when counts differ, an upload is missing, or the store fails; the table is as it was then
     */
    public Manifest publish(
            TableRun run, List<Field> listFields, long rowsRead, BadValues badValues, List<DataFile> files) {
        List<Path> rejects = badValues.rejects();
        requireCounts(run, rowsRead, badValues, files);
        requireUploads(run, files);
        Optional<LakeStore.Version> before = store.read(layout.state());
        Set<String> old = keys(layout.data());
        Manifest manifest = manifest(run, listFields, rowsRead, badValues, rejects, files, old);
        Set<String> fresh =
                manifest.files().stream().map(FileEntry::key).collect(Collectors.toCollection(HashSet::new));
        if (!fresh.containsAll(old)) {
            // There is nothing to remove here: it only shows, while all is as it was, that removing is allowed.
            store.delete(Set.of(layout.previous(run.runId())));
        }
        Undo undo = new Undo(store, layout.previous(run.runId()));
        try {
            for (int i = 0; i < rejects.size(); i++) {
                undo.remember(manifest.rejects().get(i), false);
                store.put(manifest.rejects().get(i), rejects.get(i));
            }
            for (int i = 0; i < files.size(); i++) {
                String target = manifest.files().get(i).key();
                undo.remember(target, old.contains(target));
                store.copy(layout.upload(run.runId(), files.get(i).name()), target);
            }
            undo.rememberDocument(layout.manifest(run.runId()));
            store.put(layout.manifest(run.runId()), Json.bytes(manifest));
            State state =
                    new State(Manifest.FORMAT_VERSION, run.runId(), layout.manifest(run.runId()), List.copyOf(fresh));
            if (!isCommitted(Json.bytes(state), before)) {
                undo.leave(filesOf(store.read(layout.state())));
                throw concurrent(run);
            }
        } catch (RuntimeException e) {
            undo.run();
            throw e;
        }
        removeOld(run, old, fresh);
        removeUploads(run);
        return manifest;
    }

    /** Writes the state. An answer that is lost says nothing of what was written, so the state itself is asked. */
    private boolean isCommitted(byte[] state, Optional<LakeStore.Version> before) {
        ExportException failure = null;
        try {
            if (store.putIfUnchanged(layout.state(), state, before)) {
                return true;
            }
        } catch (ExportException e) {
            failure = e;
        }
        boolean isOurs = store.read(layout.state())
                .filter(found -> Arrays.equals(found.bytes(), state))
                .isPresent();
        if (failure != null && !isOurs) {
            throw failure;
        }
        return isOurs;
    }

    private static List<String> filesOf(Optional<LakeStore.Version> state) {
        List<String> files = new ArrayList<>();
        state.ifPresent(found -> Json.tree(found.bytes()).path("files").forEach(file -> files.add(file.asText())));
        return files;
    }

    /** The run is published: from here on there is no way back, and until the old files are gone readers see both. */
    private void removeOld(TableRun run, Set<String> old, Set<String> fresh) {
        old.removeAll(fresh);
        try {
            store.delete(old);
        } catch (ExportException first) {
            try {
                store.delete(old);
            } catch (ExportException e) {
                e.addSuppressed(first);
                throw new ExportException(
                        e.code(),
                        "Run " + run.runId() + " of " + run.tableId() + " is published, and the " + old.size()
                                + " files of the run before are still there, so readers see the rows of both: "
                                + e.what(),
                        "The next run of the table removes them; until then remove them by hand. " + e.mend(),
                        e);
            }
        }
    }

    private static void requireCounts(TableRun run, long rowsRead, BadValues badValues, List<DataFile> files) {
        long rows = files.stream().mapToLong(DataFile::rows).sum();
        if (rows + badValues.rowsRejected() != rowsRead) {
            throw new ExportException(
                    ErrorCode.INTERNAL,
                    "Run " + run.runId() + " of " + run.tableId() + " read " + rowsRead + " rows, wrote " + rows
                            + " and rejected " + badValues.rowsRejected() + ".",
                    "Nothing was published; report this with the log of the run.");
        }
    }

    private Manifest manifest(
            TableRun run,
            List<Field> listFields,
            long rowsRead,
            BadValues badValues,
            List<Path> rejects,
            List<DataFile> files,
            Set<String> old) {
        List<FileEntry> entries = new ArrayList<>();
        String prefix = unused(run.runId(), old);
        for (DataFile file : files) {
            String key = files.size() == 1 ? layout.singleFile() : layout.fileOf(prefix, file.name());
            entries.add(new FileEntry(key, file.rows(), file.bytes(), file.crc32c(), file.columns()));
        }
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "s3://" + store.bucket() + "/" + layout.manifest(run.runId()),
                run.tableId(),
                run.subject(),
                run.runId(),
                PublishMode.REPLACE,
                catalog,
                run.started().toString(),
                Instant.now().toString(),
                rowsRead,
                files.stream().mapToLong(DataFile::rows).sum(),
                badValues.rowsRejected(),
                files.stream().mapToLong(DataFile::bytes).sum(),
                badValues.counts(),
                IntStream.range(0, rejects.size())
                        .mapToObj(number -> layout.rejects(run.runId(), number))
                        .toList(),
                run.drift(),
                Stream.concat(
                                ColumnEntry.of(run.columns()).stream(),
                                listFields.stream().map(ColumnEntry::of))
                        .toList(),
                entries);
    }

    /** An earlier try of this run may have left its files, and the state may name them: they are old files to this one. */
    private String unused(String runId, Set<String> old) {
        String prefix = runId;
        for (int i = 2; isUsed(layout.fileOf(prefix, ""), old); i++) {
            prefix = runId + "." + i;
        }
        return prefix;
    }

    private static boolean isUsed(String prefix, Set<String> old) {
        return old.stream().anyMatch(key -> key.startsWith(prefix));
    }

    private void requireUploads(TableRun run, List<DataFile> files) {
        Map<String, Long> uploaded = store.list(layout.uploads(run.runId())).stream()
                .collect(Collectors.toMap(LakeStore.Entry::key, LakeStore.Entry::bytes));
        List<String> missing = files.stream()
                .filter(file ->
                        !Long.valueOf(file.bytes()).equals(uploaded.get(layout.upload(run.runId(), file.name()))))
                .map(DataFile::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new ExportException(
                    ErrorCode.LAKE_UNREACHABLE,
                    "Of the " + files.size() + " files of run " + run.runId() + " of " + run.tableId() + ", "
                            + missing.size() + " are not in s3://" + store.bucket() + "/"
                            + layout.uploads(run.runId()) + " as they were written, the first of them "
                            + missing.get(0) + ".",
                    "It is tried again; the log has the reason of an upload that failed. Keep lifecycle rules and"
                            + " other programs away from _caravan/.");
        }
    }

    /** The uploads of this run, and of earlier ones that were killed before they could publish. */
    private void removeUploads(TableRun run) {
        String end = layout.uploads(run.runId()) + Character.MAX_VALUE;
        try {
            Set<String> uploads = keys(layout.uploads());
            uploads.removeIf(key -> key.compareTo(end) > 0);
            store.delete(uploads);
            store.abortUploads(layout.uploads(), end);
        } catch (ExportException e) {
            LOG.warn(
                    "Run {} of {} is published; its uploads stay until the next run: {}",
                    run.runId(),
                    run.tableId(),
                    e.getMessage());
        }
    }

    private Set<String> keys(String prefix) {
        return store.list(prefix).stream().map(LakeStore.Entry::key).collect(Collectors.toCollection(HashSet::new));
    }

    private static ExportException concurrent(TableRun run) {
        return new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Another run of " + run.tableId() + " published while run " + run.runId() + " did.",
                "It is tried again; let one process export a table at a time.");
    }
}
