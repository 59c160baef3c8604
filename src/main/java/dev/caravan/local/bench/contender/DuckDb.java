package dev.caravan.local.bench.contender;

import dev.caravan.local.bench.data.LoadedTable;
import dev.caravan.local.bench.measure.Cost;
import dev.caravan.local.bench.measure.Program;
import dev.caravan.local.bench.measure.Standing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB with its postgres extension, which is no part of DuckDB: it is downloaded from DuckDB's server, or given as a file.
 * The process stays, so that the JVM's start is not counted as DuckDB's; its memory holds the JVM's 50 MB.
 */
final class DuckDb implements Contender {
    private final Places places;
    private final Standing duck;

    DuckDb(Places places, @Nullable Path extension) {
        this.places = places;
        Program java = extension == null
                ? places.small(DuckOnOrder.class)
                : places.small(DuckOnOrder.class, extension.toAbsolutePath().toString());
        Map<String, String> variables = new LinkedHashMap<>(java.variables());
        variables.putAll(places.source().libpqVariables());
        duck = new Standing(new Program(java.command(), variables, java.log()));
        try {
            Answers.read(duck.run("attach"));
        } catch (RuntimeException e) {
            duck.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return Kind.DUCKDB.name(0);
    }

    @Override
    public String label() {
        return "DuckDB's postgres extension";
    }

    @Override
    public Cost run(LoadedTable table) {
        Path file = places.fresh(folder(table)).resolve(table.table().id() + ".parquet");
        Cost cost = duck.run(String.join("\t", List.of(table.table().relation(), file.toString())));
        Answers.read(cost);
        return cost;
    }

    @Override
    public Output output(LoadedTable table) {
        return Output.ofFolder(places.work().resolve(folder(table)));
    }

    private static String folder(LoadedTable table) {
        return "duckdb-" + table.table().id();
    }

    @Override
    public void close() {
        duck.close();
    }
}
