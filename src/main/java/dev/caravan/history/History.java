package dev.caravan.history;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Intent;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runs of tables that have ended, as the lake tells them. */
public final class History {
    /** Manifests that are looked for besides those that are shown: one before the earliest, and one of a publication under way. */
    private static final int BESIDES = 2;

    /** Tables that are asked for side by side; each may read its documents over several connections, of which the client has 50. */
    private static final int TABLES = 6;

    private final LakeStore store;
    private final String prefix;

    /**
     * Of one lake.
     *
     * @param prefix of the lake
     */
    public History(LakeStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /** The tables that have runs, published or failed. */
    public Set<String> tables() {
        Set<String> tables = new TreeSet<>();
        for (String folder : List.of(Layout.own(prefix), Layout.deadLetters(prefix))) {
            store.folders(folder).stream()
                    .map(found -> found.substring(folder.length(), found.length() - 1))
                    .filter(Layout::isTable)
                    .forEach(tables::add);
        }
        return tables;
    }

    /**
     * The last runs of all tables, by the names of the tables.
     *
     * @param most how many of each at most, from 1 on
     * @param threads for the tables that are asked for at the same moment
     * @throws ExportException when the store fails
     */
    public List<PastRun> ofAll(int most, Executor threads) {
        Set<String> tables = tables();
        Queue<String> left = new ConcurrentLinkedQueue<>(tables);
        Map<String, List<PastRun>> runs = new ConcurrentHashMap<>();
        Runnable worker = () -> {
            try {
                for (String table = left.poll(); table != null; table = left.poll()) {
                    runs.put(table, of(table, most));
                }
            } catch (RuntimeException | Error e) {
                left.clear();
                throw e;
            }
        };
        try {
            CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(worker, threads))
                            .limit(TABLES)
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
        return tables.stream()
                .flatMap(table -> runs.getOrDefault(table, List.of()).stream())
                .toList();
    }

    /**
     * The last runs of a table, the latest first. A document that cannot be read is a run of the outcome
     * {@link PastRun.Outcome#UNREADABLE}; that of the table's state comes after the runs.
     *
     * @param most how many runs at most, from 1 on
     * @throws ExportException when the store fails
     */
    public List<PastRun> of(String table, int most) {
        Layout layout = new Layout(prefix, table);
        int wanted = most > Integer.MAX_VALUE - BESIDES ? most : most + BESIDES;
        List<String> manifests = LatestKeys.of(store, layout.manifests(), wanted);
        List<String> letters = LatestKeys.of(store, layout.deadLetters(), most);
        String first = firstOf(manifests, letters, wanted - 1);
        State state = state(layout);
        NavigableMap<String, PastRun> runs = new TreeMap<>();
        Long before = null;
        for (RunDocument document : documents(table, shown(manifests, letters, first))) {
            if (document.isOfFailure(layout)) {
                runs.merge(document.run(), document.failed(), PastRun::failedAfter);
            } else if (!isUnderWay(state, document)) {
                PastRun run = document.published(state, before);
                runs.put(run.run(), run);
                before = run.rows() == null ? before : run.rows();
            }
        }
        Stream<PastRun> latest =
                runs.tailMap(first, true).descendingMap().values().stream().limit(most);
        return state == null
                ? Stream.concat(latest, Stream.of(PastRun.unreadable(table, "", layout.state())))
                        .toList()
                : latest.toList();
    }

    /** The earliest of the last so many runs; empty when there is none. */
    private static String firstOf(List<String> manifests, List<String> letters, int most) {
        List<String> runs = Stream.concat(manifests.stream(), letters.stream())
                .map(RunDocument::runOf)
                .distinct()
                .sorted()
                .toList();
        return runs.isEmpty() ? "" : runs.get(Math.max(0, runs.size() - most));
    }

    /** The documents of runs from the first one on, and the manifest before it, which tells the change of rows. */
    private static List<String> shown(List<String> manifests, List<String> letters, String first) {
        int from = (int) manifests.stream()
                .filter(key -> RunDocument.runOf(key).compareTo(first) < 0)
                .count();
        List<String> keys = new ArrayList<>(manifests.subList(Math.max(0, from - 1), manifests.size()));
        letters.stream()
                .filter(key -> RunDocument.runOf(key).compareTo(first) >= 0)
                .forEach(keys::add);
        return keys;
    }

    private List<RunDocument> documents(String table, List<String> keys) {
        Map<String, LakeStore.Version> found = store.readAll(keys);
        // Retention may have removed one since it was listed.
        return keys.stream()
                .flatMap(
                        key -> Optional.ofNullable(found.get(key))
                                .map(version -> RunDocument.of(table, key, version.bytes()))
                                .stream())
                .toList();
    }

    /** What the table has now; null when that cannot be read. */
    private @Nullable State state(Layout layout) {
        try {
            return new StateDocument(store, layout).read().state();
        } catch (ExportException e) {
            if (e.code() == ErrorCode.INTERNAL) {
                return null;
            }
            throw e;
        }
    }

    /** Whether the run may still be rolled back: its manifest is written before its files become the table. */
    private static boolean isUnderWay(@Nullable State state, RunDocument manifest) {
        Intent intent = state == null ? null : state.publishing();
        return intent != null && intent.kind() == Intent.Kind.RUN && intent.isOf(manifest.run(), manifest.attempt());
    }
}
