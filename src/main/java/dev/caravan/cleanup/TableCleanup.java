package dev.caravan.cleanup;

import dev.caravan.cleanup.Leftover.Kind;
import dev.caravan.lake.Json;
import dev.caravan.lake.KeptRun;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.LakeStore.Entry;
import dev.caravan.lake.LakeStore.OpenUpload;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.plan.RunId;
import dev.caravan.publish.KeptFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one table has left behind.
 *
 * <p>Only objects that are named as Caravan names them; of a run, all or nothing, and nothing if any of it is young, since the run may go
 * on; nothing while a publication is under way.
 */
final class TableCleanup {
    private final LakeStore store;
    private final Layout layout;
    private final Instant old;
    private final CatalogReferences catalog;
    /** Where something is being uploaded at this moment, as far as can be told. */
    private final Set<String> alive = new HashSet<>();

    private final List<Leftover> found = new ArrayList<>();

    /**
     * Of one table.
     *
     * @param old what is younger stays
     * @param catalog where the catalog leads readers
     */
    TableCleanup(LakeStore store, Layout layout, Instant old, CatalogReferences catalog) {
        this.store = store;
        this.layout = layout;
        this.old = old;
        this.catalog = catalog;
    }

    List<Leftover> find() {
        State state = new StateDocument(store, layout).read().state();
        if (state.publishing() != null) {
            return List.of();
        }
        openUploads();
        uploads();
        Set<String> named = new HashSet<>(state.files());
        for (KeptRun run : state.kept()) {
            named.addAll(KeptFiles.of(store, layout, run));
        }
        if (state.runId().isEmpty()) {
            // Nothing was published, or the state is lost; then which run is the table, its manifests alone may tell.
            named.addAll(ofManifests());
        }
        Set<String> folders = Stream.concat(
                        Stream.of(state.location(layout)), state.kept().stream().map(KeptRun::location))
                .collect(Collectors.toSet());
        data(layout.data(), named, folders);
        data(layout.beside(), named, folders);
        // What was published while this was found may name what was found.
        State now = new StateDocument(store, layout).read().state();
        return now.equals(state) ? List.copyOf(found) : List.of();
    }

    private Set<String> ofManifests() {
        List<String> manifests =
                store.list(layout.manifests()).stream().map(Entry::key).toList();
        Set<String> keys = new HashSet<>();
        store.readAll(manifests).values().forEach(manifest -> Json.tree(manifest.bytes())
                .path("files")
                .forEach(file -> keys.add(file.path("key").asText())));
        return keys;
    }

    private void openUploads() {
        for (String place : List.of(layout.uploads(), layout.runs(), layout.runsBeside())) {
            for (OpenUpload upload : store.openUploads(place)) {
                if (upload.begun().isAfter(old)) {
                    alive.add(folder(upload.key()));
                } else {
                    found.add(
                            new Leftover(Kind.MULTIPART_UPLOAD, layout.tableId(), upload.key(), List.of(), 0, upload));
                }
            }
        }
    }

    /** By run: an attempt that has uploaded nothing for long may belong to a run whose other files are young. */
    private void uploads() {
        Map<String, List<Entry>> byRun = store.list(layout.uploads()).stream()
                .filter(entry ->
                        RunId.isAtStartOf(entry.key().substring(layout.uploads().length())))
                .collect(Collectors.groupingBy(
                        entry -> layout.uploads(RunId.atStartOf(
                                entry.key().substring(layout.uploads().length()))),
                        TreeMap::new,
                        Collectors.toList()));
        byRun.forEach((folder, entries) -> addIfOld(Kind.UPLOAD, folder, entries));
    }

    private void data(String place, Set<String> named, Set<String> folders) {
        Map<String, List<Entry>> bySubject = new TreeMap<>();
        for (Entry entry : store.list(place)) {
            if (!named.contains(entry.key())) {
                OwnedKey.of(place, entry.key()).ifPresent(subject -> bySubject
                        .computeIfAbsent(subject, made -> new ArrayList<>())
                        .add(entry));
            }
        }
        bySubject.forEach((subject, entries) -> {
            if (!folders.contains(subject) && !catalog.leadsTo(subject)) {
                addIfOld(Kind.DATA, subject, entries);
            }
        });
    }

    private void addIfOld(Kind kind, String folder, List<Entry> entries) {
        boolean isYoung = entries.stream().anyMatch(entry -> entry.modified().isAfter(old))
                || alive.stream().anyMatch(each -> each.startsWith(folder));
        if (!isYoung) {
            found.add(Leftover.of(
                    kind,
                    layout.tableId(),
                    folder,
                    entries.stream().map(Entry::key).toList(),
                    entries.stream().mapToLong(Entry::bytes).sum()));
        }
    }

    private static String folder(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }
}
