package dev.caravan.bench.contender;

import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.OneShot;
import java.nio.file.Path;
import java.util.List;

/** Caravan as a command: a new process for each run, start and end included. */
final class ColdCaravan implements Contender {
    private final Places places;
    private final int readers;
    private final Path routes;

    ColdCaravan(Places places, List<BenchTable> tables, int readers) {
        this.places = places;
        this.readers = readers;
        routes = places.fresh("routes-cold-" + readers);
        TableFiles.write(routes, tables, readers);
    }

    @Override
    public String name() {
        return Kind.CARAVAN_COLD.name(readers);
    }

    @Override
    public String label() {
        return "Caravan, cold, " + readers + (readers == 1 ? " reader" : " readers");
    }

    @Override
    public boolean isCaravan() {
        return true;
    }

    @Override
    public Cost run(LoadedTable table) {
        return OneShot.run(List.of(places.export(routes, TableFiles.id(table.table(), readers))));
    }

    @Override
    public Output output(LoadedTable table) {
        return Output.ofFolder(places.bucket().resolve(TableFiles.id(table.table(), readers)));
    }
}
