package dev.caravan.publish;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Intent.Kind;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.RunFolder.Claim;
import dev.caravan.lake.RunFolder.Place;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import dev.caravan.write.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code swap}: the files lie in a folder of their run, and one update of the table in the catalog leads readers there. The folders of
 * the last runs stay.
 *
 * <p>Also makes an earlier run current again: then the files are there already.
 */
final class Swap implements Commit {
    private final LakeStore store;
    private final Layout layout;
    private final StateDocument states;
    private final TableObjects objects;
    private final TablePointer pointer;

    Swap(LakeStore store, Layout layout, CatalogTables tables) {
        this.store = store;
        this.layout = layout;
        this.states = new StateDocument(store, layout);
        this.objects = new TableObjects(store, layout);
        this.pointer = new TablePointer(store, layout, tables);
    }

    @Override
    public Changes changes(
            String runId,
            String attempt,
            RunFolder folder,
            List<DataFile> files,
            State before,
            CatalogTarget target,
            Keep keep) {
        if (target.entry() == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Table " + layout.tableId() + " is published by swap, and no table of the Glue catalog is named.",
                    "Set catalog: glue, and caravan.glue.database or the option database; or publish: replace.");
        }
        // Of a route that does not say before where its files go.
        RunFolder last =
                folder.place() == Place.UPLOADS ? RunFolder.next(PublishMode.SWAP, before, layout, Claim.NONE) : folder;
        String to = last.key(layout, runId, attempt);
        List<Move> moves = files.stream()
                .map(file -> new Move(
                        folder.key(layout, runId, attempt) + file.name(), to + file.name(), file.bytes(), null))
                .toList();
        KeptRuns kept = KeptRuns.after(before, layout, keep, run -> true);
        return new Changes(moves, kept.obsolete(store), pointer.from(target.entry(), target.adopt(), to), kept.stay());
    }

    @Override
    public void begin(Intent intent) {
        // Nothing is replaced.
    }

    @Override
    public boolean isWhole(Intent intent) {
        return objects.areThere(intent.moves()) || pointer.isMoved(intent);
    }

    @Override
    public Optional<Held> forward(Held held) {
        Intent intent = TableObjects.intentOf(held);
        String manifest = layout.manifest(intent.runId());
        if (intent.kind() == Kind.RUN) {
            store.put(manifest, Json.bytes(intent.manifest()));
        }
        store.copyAll(intent.moves().stream().filter(Move::isCopy).collect(Collectors.toMap(Move::from, Move::to)));
        return pointer.move(
                        held, null, Objects.requireNonNull(intent.pointing()).to())
                .flatMap(moved -> states.write(State.after(TableObjects.intentOf(moved), manifest), moved));
    }

    @Override
    public Optional<Held> forwardAgain(Held held) {
        return forward(held);
    }

    @Override
    public boolean back(Held held) {
        Intent intent = TableObjects.intentOf(held);
        if (!pointer.prevent(intent)) {
            return false;
        }
        Held decided = intent.direction() == Direction.BACK
                ? held
                : states.write(held.state().with(intent.back()), held).orElse(null);
        if (decided == null) {
            return false;
        }
        List<String> traces = new ArrayList<>(leftovers(intent));
        traces.addAll(intent.rejects());
        if (!held.state().names(intent.runId())) {
            traces.add(layout.manifest(intent.runId()));
        }
        store.delete(traces);
        if (intent.earlierManifest() != null) {
            store.put(layout.manifest(intent.runId()), Json.bytes(intent.earlierManifest()));
        }
        return states.write(held.state().with(null), decided).isPresent()
                || states.read().state().publishing() == null;
    }

    @Override
    public List<String> leftovers(Intent intent) {
        if (intent.kind() == Kind.ROLLBACK) {
            return List.of();
        }
        return intent.moves().stream()
                .flatMap(move -> Stream.of(move.from(), move.to()))
                .distinct()
                .toList();
    }

    @Override
    public Optional<State> settled(Intent intent) {
        for (int look = 0; look < TableObjects.LOOKS; look++) {
            Held held = states.read();
            if (held.state().isOf(intent.runId(), intent.attempt())) {
                return Optional.of(held.state());
            }
            if (!TableObjects.isUnderWay(intent, held)) {
                pointer.undo(intent, held, store.read(held.state().manifest()).map(found -> Json.tree(found.bytes())));
                return Optional.empty();
            }
            if (TableObjects.intentOf(held).direction() == Direction.FORWARD && pointer.isMoved(intent)) {
                forward(held);
            } else if (back(held)) {
                return Optional.empty();
            }
        }
        throw TableObjects.contended(layout);
    }

    @Override
    public void removeObsolete(State published, Collection<String> uploads) {
        objects.removeObsolete(published, uploads);
    }

    @Override
    public boolean showsObsolete() {
        return false;
    }
}
