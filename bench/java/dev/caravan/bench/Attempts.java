package dev.caravan.bench;

import dev.caravan.bench.check.SameValues;
import dev.caravan.bench.contender.Contender;
import dev.caravan.bench.contender.Output;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.ProgramFailed;
import dev.caravan.bench.measure.ServerProcesses;
import dev.caravan.bench.report.Result;
import dev.caravan.bench.report.Run;
import dev.caravan.local.demo.LakeFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one contender over one table. One that brought out something else than the table ends them, and takes the figures of
 * all of them.
 */
final class Attempts {
    private final Contender contender;
    private final LoadedTable table;
    private final Optional<ServerProcesses> server;
    private final PrintWriter out;
    private final List<Run> runs = new ArrayList<>();
    private @Nullable String refusal;

    Attempts(Contender contender, LoadedTable table, Optional<ServerProcesses> server, PrintWriter out) {
        this.contender = contender;
        this.table = table;
        this.server = server;
        this.out = out;
    }

    /** A run that does not count. */
    void warmUp() {
        if (contender.warmsUp()) {
            attempt("warming up");
        }
    }

    /** A run that counts, if every row arrived. */
    void measure(int round) {
        attempt("round " + round + ",").ifPresent(runs::add);
    }

    /** Compares what the last run of Caravan wrote, value by value. */
    void check(SameValues values) throws SQLException {
        Path files = contender.isCaravan() && refusal == null
                ? contender.output(table).files()
                : null;
        if (files != null) {
            try {
                values.difference(files).ifPresent(this::refuse);
            } catch (LakeFiles.UnreadableLake e) {
                refuse(String.valueOf(e.getMessage()));
            }
        }
    }

    private void refuse(String why) {
        refusal = why;
        out.printf("  %s: %s%n", contender.name(), why);
    }

    Result result() {
        return new Result(contender.name(), contender.label(), contender.isCaravan(), runs, refusal);
    }

    private Optional<Run> attempt(String which) {
        if (refusal != null) {
            return Optional.empty();
        }
        out.printf("  %s %s ... ", which, contender.name());
        out.flush();
        try {
            Run run = run();
            out.printf(Locale.ROOT, "%.2f s%n", run.seconds());
            return Optional.of(run);
        } catch (ProgramFailed | LakeFiles.UnreadableLake e) {
            refusal = String.valueOf(e.getMessage());
            out.println(refusal);
            return Optional.empty();
        }
    }

    private Run run() {
        double before = serverSeconds();
        Cost cost = contender.run(table);
        double after = serverSeconds();
        Output output = contender.output(table);
        if (output.rows() != table.rows()) {
            throw new ProgramFailed(
                    String.format(Locale.ROOT, "it brought out %,d rows of %,d", output.rows(), table.rows()));
        }
        return new Run(
                cost.seconds(),
                cost.cpuSeconds(),
                server.isPresent() ? (Double) (after - before) : null,
                cost.peakBytes(),
                output.bytes());
    }

    private double serverSeconds() {
        return server.map(ServerProcesses::cpuSeconds).orElse(0.0);
    }
}
