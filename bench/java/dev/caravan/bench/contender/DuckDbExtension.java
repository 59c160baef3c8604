package dev.caravan.bench.contender;

import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.Program;
import dev.caravan.bench.measure.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB with its postgres extension, which is not part of DuckDB: it is downloaded from DuckDB's server, or given as a file.
 *
 * <p>The process stays, so that its start is not counted: DuckDB's own program where one is named, else a JVM with the library,
 * whose memory holds the JVM's 50 MB. Both take a line of SQL.
 */
final class DuckDbExtension implements Contender {
    private final Places places;
    private final Standing duck;

    private DuckDbExtension(Places places, Program program, @Nullable Path extension) {
        this.places = places;
        Map<String, String> variables = new LinkedHashMap<>(program.variables());
        // They say where to attach.
        variables.putAll(places.source().libpqVariables());
        duck = new Standing(new Program(program.command(), variables, program.log()));
        try {
            run((extension == null ? "INSTALL postgres; LOAD postgres" : "LOAD " + quoted(extension))
                    + "; ATTACH '' AS pg (TYPE postgres, READ_ONLY)");
        } catch (RuntimeException e) {
            duck.close();
            throw e;
        }
    }

    /** The library, in a JVM. */
    static DuckDbExtension library(Places places, @Nullable Path extension) {
        return new DuckDbExtension(places, places.small(DuckOnOrder.class), extension);
    }

    /** DuckDB's own program, which ends when a statement fails. */
    static DuckDbExtension program(Places places, Path program, @Nullable Path extension) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-batch", "-bail", "-list", "-noheader"));
        if (extension != null) {
            // Whoever names a file has built it, and nobody has signed it.
            command.add("-unsigned");
        }
        return new DuckDbExtension(places, new Program(command, places.variables(), places.log()), extension);
    }

    private Cost run(String sql) {
        Cost cost = duck.run(sql + "; SELECT '{}';");
        Answers.read(cost);
        return cost;
    }

    private static String quoted(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
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
        return run("COPY (FROM pg." + table.table().relation() + ") TO " + quoted(file)
                + " (FORMAT parquet, COMPRESSION zstd)");
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
