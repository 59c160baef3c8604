package dev.caravan.run;

import dev.caravan.plan.BadValuePolicy;
import dev.caravan.run.ChunkBadValues.Kind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of the bad values of a run: those of all its chunks together, each chunk as it was read in the end. */
public final class BadValues {
    /**
     * Bad values of one column that broke the same rule.
     *
     * @param column the name of the column
     * @param policy what became of them
     * @param rule why the target could not hold them
     * @param values how many
     */
    public record Count(String column, BadValuePolicy policy, String rule, long values) {}

    private final List<Count> counts;
    private final long rowsRejected;
    private final List<Path> rejects;

    private BadValues(List<Count> counts, long rowsRejected, List<Path> rejects) {
        this.counts = counts;
        this.rowsRejected = rowsRejected;
        this.rejects = rejects;
    }

    /** The sum of these, in their order. */
    static BadValues of(Collection<ChunkBadValues> chunks) {
        Map<Kind, Long> sums = new HashMap<>();
        chunks.forEach(chunk -> chunk.counts().forEach((kind, values) -> sums.merge(kind, values, Long::sum)));
        List<Count> counts = sums.entrySet().stream()
                .map(sum -> new Count(
                        sum.getKey().column(),
                        sum.getKey().policy(),
                        sum.getKey().rule(),
                        sum.getValue()))
                .sorted(Comparator.comparing(Count::column)
                        .thenComparing(Count::policy)
                        .thenComparing(Count::rule))
                .toList();
        return new BadValues(
                counts,
                chunks.stream().mapToLong(ChunkBadValues::rowsRejected).sum(),
                chunks.stream().flatMap(chunk -> chunk.rejects().stream()).toList());
    }

    /** Rows that were left out. */
    public long rowsRejected() {
        return rowsRejected;
    }

    /** What was met, in the order of the columns' names. */
    public List<Count> counts() {
        return counts;
    }

    /** What was met, as one clause: {@code born: 3 values clamp (a Parquet DATE has no infinity)}. */
    public String summary() {
        return counts.stream()
                .map(count -> count.column() + ": " + count.values() + " by "
                        + count.policy().spelled() + " (" + count.rule() + ")")
                .collect(Collectors.joining("; "));
    }

    /** The files of the rejected rows, finished, in the order of the chunks; none when no row was rejected. */
    public List<Path> rejects() {
        return rejects;
    }
}
