package dev.caravan.cleanup;

import dev.caravan.cleanup.Leftover.Kind;
import dev.caravan.error.ExportException;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.Retention;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds, and removes, what nothing in a lake refers to any more.
 *
 * <p>Only below the prefix, only of tables that have a folder of Caravan's own there, and only what is older than the grace period.
 */
public final class Cleanup {
    private final LakeStore store;
    private final String prefix;
    private final Retention retention;
    private final Duration grace;
    private final CatalogReferences catalog;

    /**
     * Of one lake.
     *
     * @param prefix of the lake
     * @param grace how old something has to be; longer than the longest run takes
     * @param catalog where the catalog leads readers
     */
    public Cleanup(LakeStore store, String prefix, Retention retention, Duration grace, CatalogReferences catalog) {
        this.store = store;
        this.prefix = prefix;
        this.retention = retention;
        this.grace = grace;
        this.catalog = catalog;
    }

    /**
     * Tells all that can go, table by table and then of groups, and changes nothing.
     *
     * @throws ExportException the first failure, when all were looked at
     */
    public void find(Consumer<Leftover> told) {
        each(leftovers -> leftovers.forEach(told));
    }

    /**
     * Removes all that can go, table by table and then of groups.
     *
     * @param told called for each after it was removed
     * @throws ExportException the first failure, when all were looked at
     */
    public void remove(Consumer<Leftover> told) {
        each(leftovers -> {
            for (Leftover leftover : leftovers) {
                if (leftover.upload() != null) {
                    store.abort(leftover.upload());
                }
                store.delete(leftover.keys());
                told.accept(leftover);
            }
        });
    }

    /** A damaged document of one table must not keep the others from being cleaned. */
    private void each(Consumer<List<Leftover>> action) {
        ExportException failure = null;
        for (String table : tables()) {
            try {
                action.accept(of(table));
            } catch (ExportException e) {
                failure = failure == null ? e : failure;
            }
        }
        try {
            action.accept(new GroupCleanup(store, prefix, Instant.now().minus(grace)).find());
        } catch (ExportException e) {
            failure = failure == null ? e : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private Set<String> tables() {
        Set<String> tables = new TreeSet<>();
        for (String own : List.of(Layout.own(prefix), Layout.deadLetters(prefix))) {
            for (String folder : store.folders(own)) {
                String name = folder.substring(own.length(), folder.length() - 1);
                if (Layout.isTable(name)) {
                    tables.add(name);
                }
            }
        }
        return tables;
    }

    private List<Leftover> of(String table) {
        Layout layout = new Layout(prefix, table);
        List<Leftover> found =
                new ArrayList<>(new TableCleanup(store, layout, Instant.now().minus(grace), catalog).find());
        State state = new StateDocument(store, layout).read().state();
        List<String> history = retention.obsolete(store, layout, state);
        if (!history.isEmpty()) {
            found.add(Leftover.of(Kind.HISTORY, table, layout.own(), history, 0));
        }
        return found;
    }
}
