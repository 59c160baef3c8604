package dev.caravan.read;

import dev.caravan.plan.BadValuePolicy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of values that their columns' targets cannot hold.
 *
 * @param counts of each column, policy and rule
 * @param rowsRejected rows that were left out
 * @param rejects the files of the rejected rows, finished, in the order of the chunks; none when no row was rejected
 */
public record BadValues(List<Count> counts, long rowsRejected, List<Path> rejects) {
    /** No bad value. */
    public static final BadValues NONE = new BadValues(List.of(), 0, List.of());

    /**
     * Bad values of one column that broke the same rule.
     *
     * @param column the name of the column
     * @param policy what became of them
     * @param rule why the target could not hold them
     * @param values how many
     */
    public record Count(String column, BadValuePolicy policy, String rule, long values) {
        private Count with(long number) {
            return new Count(column, policy, rule, number);
        }
    }

    /** The sum of these, which are the parts of a run in their order. */
    public static BadValues sum(Collection<BadValues> parts) {
        Map<Count, Long> sums = new HashMap<>();
        parts.forEach(part -> part.counts.forEach(count -> sums.merge(count.with(0), count.values(), Long::sum)));
        return new BadValues(
                sums.entrySet().stream()
                        .map(sum -> sum.getKey().with(sum.getValue()))
                        .sorted(Comparator.comparing(Count::column)
                                .thenComparing(Count::policy)
                                .thenComparing(Count::rule))
                        .toList(),
                parts.stream().mapToLong(BadValues::rowsRejected).sum(),
                parts.stream().flatMap(part -> part.rejects.stream()).toList());
    }

    /** What was met, as one clause: {@code born: 3 values clamp (a Parquet DATE has no infinity)}. */
    public String summary() {
        return counts.stream()
                .map(count -> count.column() + ": " + count.values() + " by "
                        + count.policy().spelled() + " (" + count.rule() + ")")
                .collect(Collectors.joining("; "));
    }
}
