package dev.caravan.bench;

import dev.caravan.bench.check.SameValues;
import dev.caravan.bench.contender.Contender;
import dev.caravan.bench.contender.Contenders;
import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.data.Source;
import dev.caravan.bench.measure.ServerProcesses;
import dev.caravan.bench.report.TableResult;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs the contenders in rounds: each of them once in every round, so that what changes on the machine meanwhile meets all.
 */
public final class Bench {
    private final Source source;
    private final List<Contender> contenders;
    private final Rounds rounds;
    private final PrintWriter out;
    private final Optional<ServerProcesses> server;

    /**
     * How often.
     *
     * @param measured runs of each contender that count
     * @param before runs before those, of contenders that become faster with them
     */
    public record Rounds(int measured, int before) {}

    /** Of these contenders; how far it is is told there. */
    public Bench(Source source, List<Contender> contenders, Rounds rounds, PrintWriter out) throws SQLException {
        this.source = source;
        this.contenders = List.copyOf(contenders);
        this.rounds = rounds;
        this.out = out;
        try (Connection connection = source.connect()) {
            this.server = ServerProcesses.of(connection);
        }
    }

    /** All rounds over one table. */
    public TableResult over(BenchTable table) throws SQLException {
        LoadedTable loaded = LoadedTable.of(table, source);
        SameValues values = new SameValues(loaded, source);
        List<Attempts> all = contenders.stream()
                .map(contender -> new Attempts(contender, loaded, server, out))
                .toList();
        out.printf(Locale.ROOT, "%n%s, %,d rows%n", table.id(), loaded.rows());
        for (int round = 1; round <= rounds.before(); round++) {
            for (Attempts attempts : all) {
                attempts.warmUp();
            }
        }
        for (int round = 1; round <= rounds.measured(); round++) {
            for (Attempts attempts : all) {
                attempts.measure(round);
                if (round == rounds.measured()) {
                    // At once: the next contender may write to the same place.
                    attempts.check(values);
                }
            }
        }
        return new TableResult(
                table.id(),
                table.title(),
                loaded.rows(),
                loaded.columns(),
                loaded.bytes(),
                Contenders.FLOOR,
                all.stream().map(Attempts::result).toList());
    }
}
