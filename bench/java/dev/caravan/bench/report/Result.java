package dev.caravan.bench.report;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one contender reached on one table.
 *
 * @param name in JSON and on the command line
 * @param label in tables and pictures
 * @param isCaravan whether it is ours
 * @param runs those that count
 * @param refusal why its figures do not count, or null: then it brought out every row
 */
public record Result(
        String name,
        String label,
        boolean isCaravan,
        List<Run> runs,
        @Nullable String refusal) {
    public Result {
        runs = List.copyOf(runs);
    }

    /** Whether there are figures to show. */
    public boolean counts() {
        return refusal == null && !runs.isEmpty();
    }

    Spread seconds() {
        return Spread.of(runs, Run::seconds);
    }

    Spread cpuSeconds() {
        return Spread.of(runs, Run::cpuSeconds);
    }

    /** Null where the server runs elsewhere. */
    @Nullable
    Spread serverSeconds() {
        return runs.stream().anyMatch(run -> run.serverSeconds() == null)
                ? null
                : Spread.of(runs, run -> Objects.requireNonNull(run.serverSeconds()));
    }

    Spread peakBytes() {
        return Spread.of(runs, Run::peakBytes);
    }

    Spread outputBytes() {
        return Spread.of(runs, Run::outputBytes);
    }
}
