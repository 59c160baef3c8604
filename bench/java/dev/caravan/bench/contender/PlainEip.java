package dev.caravan.bench.contender;

import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.OneShot;
import java.nio.file.Path;
import java.util.List;

/** The route of stock components, for any JDBC source, which has an exchange for each row. */
final class PlainEip implements Contender {
    private final Places places;
    private final Path routes;

    PlainEip(Places places, List<BenchTable> tables) {
        this.places = places;
        routes = places.fresh("routes-plain");
        TableFiles.writePlain(routes, tables);
    }

    @Override
    public String name() {
        return Kind.PLAIN_EIP.name(0);
    }

    @Override
    public String label() {
        return "Camel's sql, split, aggregate, cold";
    }

    @Override
    public Cost run(LoadedTable table) {
        return OneShot.run(List.of(places.export(routes, TableFiles.plainId(table.table()))));
    }

    @Override
    public Output output(LoadedTable table) {
        return Output.ofFolder(places.bucket().resolve(TableFiles.plainId(table.table())));
    }
}
