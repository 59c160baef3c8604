package dev.caravan.bench.contender;

import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.data.Source;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.OneShot;
import dev.caravan.bench.measure.Program;
import dev.caravan.bench.measure.ProgramFailed;
import dev.caravan.error.Count;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** The same as {@link Copy} by PostgreSQL's own client in C, where it is installed: shows what Java adds to the floor. */
final class Psql implements Contender {
    private static final Pattern COPIED = Pattern.compile("^COPY (\\d+)$", Pattern.MULTILINE);

    private final Places places;
    private final int connections;
    private Output output = new Output(0, 0, null);

    Psql(Places places, int connections) {
        this.places = places;
        this.connections = connections;
    }

    @Override
    public String name() {
        return Kind.PSQL.name(connections);
    }

    @Override
    public String label() {
        return "psql \\copy to /dev/null, " + Count.of(connections, "process", "processes");
    }

    @Override
    public Cost run(LoadedTable table) {
        // Their common snapshot is held here, because each psql would hold one of its own.
        try (Connection holder = places.source().connect()) {
            String snapshot = Source.exportSnapshot(holder);
            Cost cost = OneShot.run(CopyHalves.statements(table, connections).stream()
                    .map(copy -> program(copy, snapshot))
                    .toList());
            long rows = COPIED.matcher(cost.answer())
                    .results()
                    .mapToLong(line -> Long.parseLong(line.group(1)))
                    .sum();
            output = new Output(rows, 0, null);
            return cost;
        } catch (SQLException e) {
            throw new ProgramFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private Program program(String copy, String snapshot) {
        List<String> command = List.of(
                "psql",
                "-X",
                "-v",
                "ON_ERROR_STOP=1",
                "-c",
                "begin isolation level repeatable read read only",
                "-c",
                "set transaction snapshot '" + snapshot + "'",
                "-c",
                "\\" + copy.replace(" to stdout (", " to '/dev/null' ("));
        return new Program(command, places.source().libpqVariables(), places.log());
    }

    @Override
    public Output output(LoadedTable table) {
        return output;
    }
}
