package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.catalog.CatalogTables;
import dev.caravan.catalog.ListedTable;
import dev.caravan.catalog.TableDefinition;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogEntry;
import dev.caravan.lake.CatalogPointer;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Pointing;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The location of a table in the catalog, moved so that of several processes one alone moves it.
 *
 * <p>A publication notes the version of the table in the catalog before it takes the state, and changes that version only. Whoever takes
 * it back gives the table a new version first, so that a process which was held up cannot lead readers to files that are gone.
 */
final class TablePointer {
    private static final Logger LOG = LoggerFactory.getLogger(TablePointer.class);

    private final CatalogTables tables;
    private final StateDocument states;
    private final CatalogDefinition definition;
    /** What was seen when the present publication was prepared, a moment ago: its version may be tried without another look. */
    private @Nullable ListedTable seen;

    TablePointer(LakeStore store, Layout layout, CatalogTables tables) {
        this.tables = tables;
        this.states = new StateDocument(store, layout);
        this.definition = new CatalogDefinition(store.bucket(), layout);
    }

    /**
     * Looks at the table in the catalog before it is moved.
     *
     * @param keys of its partitions
     * @param isProjected whether readers work its partitions out
     * @throws ExportException BAD_CONFIGURATION when it is not of this lake, and is not to be adopted, or is partitioned otherwise
     */
    Pointing from(
            CatalogEntry entry, boolean adopt, String to, List<TableDefinition.Column> keys, boolean isProjected) {
        Optional<ListedTable> listed = tables.find(entry);
        listed.ifPresent(table -> {
            definition.require(entry, table, adopt);
            definition.requireKeys(entry, table, keys, isProjected);
        });
        seen = listed.orElse(null);
        return new Pointing(entry, listed.map(ListedTable::version).orElse(null), adopt, null, to);
    }

    /**
     * Makes sure that a table which the catalog learns of after its publication can be written there.
     *
     * @param keys of its partitions
     * @param isProjected whether readers work its partitions out
     * @throws ExportException BAD_CONFIGURATION when it is partitioned otherwise
     */
    void requireKeys(CatalogEntry entry, List<TableDefinition.Column> keys, boolean isProjected) {
        tables.find(entry).ifPresent(table -> definition.requireKeys(entry, table, keys, isProjected));
    }

    /** Fails while the catalog has a table of this lake. */
    void requireGone(CatalogEntry entry, String why) {
        if (tables.find(entry).filter(definition::isOurs).isPresent()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    why + " The partitions of table " + entry.name()
                            + " of the Glue catalog lead readers to folders that would go.",
                    "Delete the table from the catalog; the files stay, and the next run makes the table again. Or set publish: partition.");
        }
    }

    /**
     * The same for a table that is to be left, by way of a folder; nothing when the catalog has none of this lake any more.
     */
    @Nullable
    Pointing leaving(CatalogEntry entry, String way, String to) {
        return tables.find(entry)
                .filter(definition::isOurs)
                .map(table -> new Pointing(entry, table.version(), false, way, to))
                .orElse(null);
    }

    /** Whether readers are led to the files of a publication in this folder. */
    boolean isAt(Intent intent, String location) {
        Pointing pointing = intent.pointing();
        return pointing != null
                && tables.find(pointing.entry())
                        .filter(listed -> definition.isAt(listed, intent.attempt(), location))
                        .isPresent();
    }

    /** Whether readers are led to the files of a publication. */
    boolean isMoved(Intent intent) {
        Pointing pointing = intent.pointing();
        return pointing != null
                && tables.find(pointing.entry())
                        .filter(listed -> definition.isOf(listed, intent.attempt()))
                        .isPresent();
    }

    /**
     * Leads readers to a folder of a publication that the state names.
     *
     * @param before the folder of it that they may have been led to first; null when there is none
     * @return the state, which names the publication still; empty when another process has decided meanwhile
     */
    Optional<Held> move(Held held, @Nullable String before, String location) {
        Held current = held;
        for (int look = 0; look < TableObjects.LOOKS; look++) {
            Intent intent = TableObjects.intentOf(current);
            Pointing pointing = Objects.requireNonNull(intent.pointing(), "a publication that moves nothing");
            ListedTable listed = lately(pointing);
            if (listed != null && definition.isAt(listed, intent.attempt(), location)) {
                return Optional.of(current);
            }
            boolean isOnTheWay = listed != null && before != null && definition.isAt(listed, intent.attempt(), before);
            boolean isUnchanged = Objects.equals(listed == null ? null : listed.version(), pointing.version());
            if ((isOnTheWay || isUnchanged)
                    && write(intent, pointing.entry(), listed, definition.of(intent.manifest(), location))) {
                return Optional.of(current);
            }
            // Another client has changed the table. Was it one of ours, it has decided.
            if (!states.isStill(current)) {
                return Optional.empty();
            }
            Optional<ListedTable> now = tables.find(pointing.entry());
            if (now.filter(table -> definition.isOf(table, intent.attempt())).isEmpty()) {
                now.ifPresent(table -> definition.require(pointing.entry(), table, pointing.adopt()));
                Optional<Held> again = states.write(
                        current.state()
                                .with(intent.pointing(pointing.from(
                                        now.map(ListedTable::version).orElse(null)))),
                        current);
                if (again.isEmpty()) {
                    return Optional.empty();
                }
                current = again.get();
            }
        }
        throw new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Other clients change table "
                        + Objects.requireNonNull(TableObjects.intentOf(held).pointing())
                                .entry()
                                .name()
                        + " of the Glue catalog again and again.",
                "It is retried; find out who changes it, such as a crawler on a schedule.");
    }

    /** The table as the publication has found it, if that is known and nothing was tried since; else as it is now. */
    private @Nullable ListedTable lately(Pointing pointing) {
        ListedTable known = seen;
        seen = null;
        return known != null && known.version().equals(pointing.version())
                ? known
                : tables.find(pointing.entry()).orElse(null);
    }

    /** An answer that is lost says nothing of what was written, so the table itself is asked. */
    private boolean write(Intent intent, CatalogEntry entry, @Nullable ListedTable listed, TableDefinition wanted) {
        try {
            return listed == null ? tables.create(entry, wanted) : tables.update(entry, listed, wanted);
        } catch (ExportException e) {
            if (e.kind() == ErrorKind.TRANSIENT
                    && tables.find(entry)
                            .filter(now -> definition.isOf(now, intent.attempt())
                                    && now.location().equals(wanted.location()))
                            .isPresent()) {
                return true;
            }
            throw e;
        }
    }

    /**
     * Makes sure that no process can lead readers to the files of a publication any more.
     *
     * @return false when they are led there already
     */
    boolean prevent(Intent intent) {
        Pointing pointing = intent.pointing();
        if (pointing == null) {
            return true;
        }
        try {
            for (int look = 0; look < TableObjects.LOOKS; look++) {
                Optional<ListedTable> listed = tables.find(pointing.entry());
                if (listed.isEmpty()) {
                    return true;
                }
                if (definition.isOf(listed.get(), intent.attempt())) {
                    return false;
                }
                boolean isChanged = !listed.get().version().equals(pointing.version());
                if (isChanged || tables.touch(pointing.entry(), listed.get())) {
                    return true;
                }
            }
        } catch (ExportException e) {
            if (e.kind() != ErrorKind.USER) {
                throw e;
            }
            LOG.debug("Who may not change the table in the catalog has not changed it", e);
        }
        return true;
    }

    /** Leads readers back to what the state says, if they are led to files of a publication that was taken back. */
    void undo(Intent intent, Held held, Optional<JsonNode> manifest) {
        Pointing pointing = intent.pointing();
        CatalogPointer wanted = held.state().pointer();
        if (pointing == null || manifest.isEmpty() || wanted == null) {
            return;
        }
        tables.find(pointing.entry())
                .filter(listed -> definition.isOf(listed, intent.attempt()))
                .ifPresent(listed ->
                        tables.update(pointing.entry(), listed, definition.of(manifest.get(), wanted.location())));
    }
}
