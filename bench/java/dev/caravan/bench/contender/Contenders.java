package dev.caravan.bench.contender;

import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.measure.ProgramFailed;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Those who run against each other: all that are at hand, or those that are asked for; and why others do not. */
public final class Contenders implements AutoCloseable {
    /**
     * Against whom all are held: COPY read by two connections of the same driver as ours. It is there on every machine, and
     * where psql is there too, its own copy is no faster.
     */
    public static final String FLOOR = Kind.COPY.name(2);

    private final Places places;
    private final List<BenchTable> tables;
    private final Wishes wishes;
    private final List<Contender> running = new ArrayList<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    private Contenders(Places places, List<BenchTable> tables, Wishes wishes) {
        this.places = places;
        this.tables = tables;
        this.wishes = wishes;
    }

    /**
     * Who shall run, and where some are found.
     *
     * @param asked beginnings of names, such as {@code caravan-warm}; empty for all
     * @param spark the folder of the Spark part's build
     * @param duckdb DuckDB's own program, or null for the library
     * @param duckdbExtension the file of DuckDB's postgres extension, or null to have DuckDB get it
     */
    public record Wishes(
            List<String> asked,
            Path spark,
            @Nullable Path duckdb,
            @Nullable Path duckdbExtension) {

        /**
         * The wishes of a user.
         *
         * @throws ExportException when somebody is asked for whom nobody knows
         */
        public Wishes {
            asked = List.copyOf(asked);
            for (String one : asked) {
                if (Kind.names().stream().noneMatch(name -> name.startsWith(one))) {
                    throw new ExportException(
                            ErrorCode.BAD_CONFIGURATION,
                            "There is no contender '" + one + "'.",
                            "Legal are " + String.join(", ", Kind.names()) + ", and beginnings of these.");
                }
            }
        }

        boolean include(String name) {
            // Without the floor there is no ratio.
            return asked.isEmpty() || name.equals(FLOOR) || asked.stream().anyMatch(name::startsWith);
        }
    }

    /** Starts those that are wished for. */
    public static Contenders of(Places places, List<BenchTable> tables, Wishes wishes) {
        Contenders found = new Contenders(places, tables, wishes);
        try {
            for (Kind kind : Kind.values()) {
                kind.connections().forEach(connections -> found.enter(kind, connections));
            }
            return found;
        } catch (RuntimeException e) {
            found.close();
            throw e;
        }
    }

    private void enter(Kind kind, int connections) {
        String name = kind.name(connections);
        if (!wishes.include(name)) {
            return;
        }
        Optional<String> obstacle = obstacle(kind);
        if (obstacle.isPresent()) {
            leftOut.put(name, obstacle.get());
            return;
        }
        try {
            running.add(start(kind, connections));
        } catch (ProgramFailed e) {
            leftOut.put(name, String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> obstacle(Kind kind) {
        return switch (kind) {
            case COPY, DUCKDB, CARAVAN_WARM, CARAVAN_CHECKSUM, CARAVAN_COLD, PLAIN_EIP -> Optional.empty();
            case PSQL -> unless(isOnPath("psql"), "psql is not on the PATH");
            case SPARK ->
                unless(
                        Files.exists(wishes.spark().resolve("bench-spark.jar")),
                        "Spark is not there; `mvn -Pbench-spark validate` brings it (300 MB)");
        };
    }

    private Contender start(Kind kind, int connections) {
        return switch (kind) {
            case COPY -> new Copy(places, connections);
            case PSQL -> new Psql(places, connections);
            case DUCKDB ->
                wishes.duckdb() == null
                        ? DuckDbExtension.library(places, wishes.duckdbExtension())
                        : DuckDbExtension.program(places, wishes.duckdb(), wishes.duckdbExtension());
            case CARAVAN_WARM, CARAVAN_CHECKSUM -> new WarmCaravan(kind, places, tables, connections);
            case CARAVAN_COLD -> ColdExport.ofCaravan(places, tables, connections);
            case PLAIN_EIP -> ColdExport.ofPlainEip(places, tables);
            case SPARK -> new Spark(places, wishes.spark());
        };
    }

    private static Optional<String> unless(boolean atHand, String why) {
        return atHand ? Optional.empty() : Optional.of(why);
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Those who run. */
    public List<Contender> running() {
        return List.copyOf(running);
    }

    /** Those who do not, and why. */
    public Map<String, String> leftOut() {
        return leftOut;
    }

    @Override
    public void close() {
        running.forEach(Contender::close);
    }
}
