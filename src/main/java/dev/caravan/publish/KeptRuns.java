package dev.caravan.publish;

import dev.caravan.lake.KeptRun;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The earlier runs of a table when a publication is made.
 *
 * @param stay those whose files stay, the last one first
 * @param go those whose files go
 */
record KeptRuns(List<KeptRun> stay, List<KeptRun> go) {
    /**
     * What becomes of the run that is current and of those before it.
     *
     * @param isIntact whether the files of a run are untouched by the publication; those of others are no run any more
     */
    static KeptRuns after(State before, Layout layout, Keep keep, Predicate<KeptRun> isIntact) {
        Instant now = Instant.now();
        List<KeptRun> all = new ArrayList<>();
        if (!before.runId().isEmpty()) {
            all.add(new KeptRun(
                    before.runId(),
                    before.attempt(),
                    before.manifest(),
                    before.location(layout),
                    now.toString(),
                    before.pointer() != null && before.pointer().byPartition()));
        }
        all.addAll(before.kept());
        all.removeIf(isIntact.negate());
        List<KeptRun> stay = new ArrayList<>();
        List<KeptRun> go = new ArrayList<>();
        for (KeptRun run : all) {
            // One of them is the run that is about to be the current one.
            boolean isOneOfTheLast = stay.size() + go.size() < keep.runs() - 1;
            (isOneOfTheLast || !run.isReplacedBefore(now.minus(keep.time())) ? stay : go).add(run);
        }
        return new KeptRuns(List.copyOf(stay), List.copyOf(go));
    }

    /**
     * The keys of the files that go, as the manifests of their runs name them; without a manifest nothing is known to be ours.
     *
     * @param current the files that readers are about to see
     */
    List<String> obsolete(LakeStore store, Layout layout, Collection<String> current) {
        Set<String> keys = new TreeSet<>();
        go.forEach(run -> keys.addAll(KeptFiles.of(store, layout, run)));
        keys.removeAll(Set.copyOf(current));
        if (!keys.isEmpty()) {
            // Partitions that do not change have one file in several runs.
            stay.stream()
                    .filter(KeptRun::byPartition)
                    .forEach(run -> keys.removeAll(Set.copyOf(KeptFiles.of(store, layout, run))));
        }
        return List.copyOf(keys);
    }
}
