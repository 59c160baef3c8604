package dev.caravan.run;

import dev.caravan.plan.BadValuePolicy;
import dev.caravan.read.BadValueReport;
import dev.caravan.read.RejectedRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts the bad values of a run, and keeps the rejected rows until they are uploaded. */
public final class BadValues implements BadValueReport, AutoCloseable {
    /**
     * Bad values of one column that broke the same rule.
     *
     * @param column the name of the column
     * @param policy what became of them
     * @param rule why the target could not hold them
     * @param values how many
     */
    public record Count(String column, BadValuePolicy policy, String rule, long values) {}

    private record Kind(String column, BadValuePolicy policy, String rule) {}

    private final Map<Kind, LongAdder> kinds = new ConcurrentHashMap<>();
    private final AtomicLong rejected = new AtomicLong();
    private final RejectsFile rejects;

    BadValues(RejectsFile rejects) {
        this.rejects = rejects;
    }

    @Override
    public void met(String column, BadValuePolicy policy, String rule, long values) {
        kinds.computeIfAbsent(new Kind(column, policy, rule), unused -> new LongAdder())
                .add(values);
    }

    @Override
    public void rejected(RejectedRow row) {
        rejects.write(row);
        rejected.incrementAndGet();
    }

    /** Rows that were left out. */
    public long rowsRejected() {
        return rejected.get();
    }

    /** What was met, in the order of the columns' names. */
    public List<Count> counts() {
        return kinds.entrySet().stream()
                .map(entry -> new Count(
                        entry.getKey().column(),
                        entry.getKey().policy(),
                        entry.getKey().rule(),
                        entry.getValue().sum()))
                .sorted(Comparator.comparing(Count::column)
                        .thenComparing(Count::policy)
                        .thenComparing(Count::rule))
                .toList();
    }

    /** What was met, as one clause: {@code born: 3 values clamp (a Parquet DATE has no infinity)}. */
    public String summary() {
        return counts().stream()
                .map(count -> count.column() + ": " + count.values() + " by "
                        + count.policy().spelled() + " (" + count.rule() + ")")
                .collect(Collectors.joining("; "));
    }

    /** The files of the rejected rows, finished, in the order of their making; none when no row was rejected. */
    public List<RejectsFile.Part> rejects() {
        return rejects.finish();
    }

    @Override
    public void close() {
        rejects.close();
    }
}
