package dev.caravan.bench.contender;

import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.OneShot;
import dev.caravan.error.Count;
import dev.caravan.plan.Verification;
import java.util.List;

/** {@code caravan export} in a new process for each run, start and end included. */
final class ColdExport implements Contender {
    private final Places places;
    private final TableFiles files;
    private final String name;
    private final String label;
    private final boolean isCaravan;

    private ColdExport(Places places, TableFiles files, String name, String label, boolean isCaravan) {
        this.places = places;
        this.files = files;
        this.name = name;
        this.label = label;
        this.isCaravan = isCaravan;
    }

    /** Through the routes that production has. */
    static ColdExport ofCaravan(Places places, List<BenchTable> tables, int readers) {
        String name = Kind.CARAVAN_COLD.name(readers);
        TableFiles files = TableFiles.ofCaravan(places.fresh("routes-" + name), tables, readers, Verification.ROWS);
        return new ColdExport(places, files, name, "Caravan, cold, " + Count.of(readers, "reader"), true);
    }

    /** Through the route of stock components, for any JDBC source, which has an exchange for each row. */
    static ColdExport ofPlainEip(Places places, List<BenchTable> tables) {
        String name = Kind.PLAIN_EIP.name(0);
        TableFiles files = TableFiles.ofPlainEip(places.fresh("routes-" + name), tables);
        return new ColdExport(places, files, name, "Camel's sql, split, aggregate, cold", false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean isCaravan() {
        return isCaravan;
    }

    @Override
    public Cost run(LoadedTable table) {
        return OneShot.run(List.of(places.export(files.folder(), files.id(table.table()))));
    }

    @Override
    public Output output(LoadedTable table) {
        return Output.ofFolder(places.bucket().resolve(files.id(table.table())));
    }
}
