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
 * DuckDB with its postgres extension, which is no part of DuckDB: it is downloaded from DuckDB's server, or given as a file.
 *
 * <p>The process stays, so that its start is not counted: DuckDB's own program where one is named, else a JVM with the library,
 * whose memory holds the JVM's 50 MB.
 */
final class DuckDbExtension implements Contender {
    /** How the process is asked. */
    private interface Orders {
        String attach();

        String copy(String relation, Path file);
    }

    private final Places places;
    private final Orders orders;
    private final Standing duck;

    private DuckDbExtension(Places places, Program program, Orders orders) {
        this.places = places;
        this.orders = orders;
        Map<String, String> variables = new LinkedHashMap<>(program.variables());
        variables.putAll(places.source().libpqVariables());
        duck = new Standing(new Program(program.command(), variables, program.log()));
        try {
            Answers.read(duck.run(orders.attach()));
        } catch (RuntimeException e) {
            duck.close();
            throw e;
        }
    }

    /** The library, in a JVM. */
    static DuckDbExtension library(Places places, @Nullable Path extension) {
        Program java = extension == null
                ? places.small(DuckOnOrder.class)
                : places.small(DuckOnOrder.class, extension.toAbsolutePath().toString());
        return new DuckDbExtension(places, java, new Orders() {
            @Override
            public String attach() {
                return "attach";
            }

            @Override
            public String copy(String relation, Path file) {
                return relation + "\t" + file;
            }
        });
    }

    /** DuckDB's own program. It takes SQL, and ends when a statement fails. */
    static DuckDbExtension program(Places places, Path program, @Nullable Path extension) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-batch", "-bail", "-list", "-noheader"));
        if (extension != null) {
            // Whoever names a file has built it, and nobody has signed it.
            command.add("-unsigned");
        }
        return new DuckDbExtension(places, new Program(command, places.variables(), places.log()), new Orders() {
            @Override
            public String attach() {
                return answered((extension == null ? "INSTALL postgres; LOAD postgres" : "LOAD " + quoted(extension))
                        + "; ATTACH '' AS pg (TYPE postgres, READ_ONLY)");
            }

            @Override
            public String copy(String relation, Path file) {
                return answered(
                        "COPY (FROM pg." + relation + ") TO " + quoted(file) + " (FORMAT parquet, COMPRESSION zstd)");
            }
        });
    }

    private static String answered(String sql) {
        return sql + "; SELECT '{}';";
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
        Cost cost = duck.run(orders.copy(table.table().relation(), file));
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
