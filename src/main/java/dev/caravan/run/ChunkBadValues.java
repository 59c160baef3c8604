package dev.caravan.run;

import dev.caravan.plan.BadValuePolicy;
import dev.caravan.read.BadValueReport;
import dev.caravan.read.BadValues;
import dev.caravan.read.RejectedRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bad values of one read of a chunk, and keeps its rejected rows until they are uploaded or the read is given up. */
final class ChunkBadValues implements BadValueReport, AutoCloseable {
    /** Values of one column that broke the same rule. */
    private record Broken(String column, BadValuePolicy policy, String rule) {}

    private final Map<Broken, LongAdder> met = new ConcurrentHashMap<>();
    private final AtomicLong rejected = new AtomicLong();
    private final RejectsFile rejects;

    ChunkBadValues(RejectsFile rejects) {
        this.rejects = rejects;
    }

    @Override
    public void met(String column, BadValuePolicy policy, String rule, long values) {
        met.computeIfAbsent(new Broken(column, policy, rule), unused -> new LongAdder())
                .add(values);
    }

    @Override
    public void rejected(RejectedRow row) {
        rejects.write(row);
        rejected.incrementAndGet();
    }

    /** What was met so far; finishes the files of the rejected rows. */
    BadValues total() {
        List<BadValues.Count> counts = met.entrySet().stream()
                .map(entry -> new BadValues.Count(
                        entry.getKey().column(),
                        entry.getKey().policy(),
                        entry.getKey().rule(),
                        entry.getValue().sum()))
                .toList();
        return new BadValues(counts, rejected.get(), rejects());
    }

    /** The files of the rejected rows, finished, in the order of their making; none when no row was rejected. */
    List<Path> rejects() {
        return rejects.finish();
    }

    @Override
    public void close() {
        rejects.close();
    }
}
