package dev.caravan.schedule;

import dev.caravan.option.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What runs wait for, and since when: what metrics, health and log tell. */
public final class RunWaits {
    /** What a run waits for. */
    public enum Kind {
        /** One of {@code caravan.runs.maximum}. */
        SLOT,
        /** A connection of the source's pool. */
        CONNECTION,
        /** A lock of the table. */
        LOCK,
        /** The other tables of its group. */
        GROUP,
        /** One of {@code caravan.crawls.maximum}. */
        CRAWL;

        /** As metrics name it. */
        public String spelled() {
            return Words.of(this);
        }
    }

    /** One that waits; each is itself, whatever it holds. */
    public static final class Wait {
        private final Kind kind;
        private final String table;
        private final Instant since;

        private Wait(Kind kind, String table, Instant since) {
            this.kind = kind;
            this.table = table;
            this.since = since;
        }

        public Kind kind() {
            return kind;
        }

        public String table() {
            return table;
        }

        public Instant since() {
            return since;
        }
    }

    private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** A wait begins; its caller ends it. */
    public Wait begin(Kind kind, String table, Instant since) {
        Wait wait = new Wait(kind, table, since);
        waiting.add(wait);
        return wait;
    }

    /** A wait has ended. */
    public void end(Wait wait) {
        waiting.remove(wait);
    }

    /** Those that wait for this, the longest first. */
    public List<Wait> of(Kind kind) {
        return waiting.stream()
                .filter(wait -> wait.kind() == kind)
                .sorted(Comparator.comparing(Wait::since))
                .toList();
    }

    /** How many wait for this. */
    public int count(Kind kind) {
        return (int) waiting.stream().filter(wait -> wait.kind() == kind).count();
    }

    /** Everything that waits. */
    public Collection<Wait> all() {
        return List.copyOf(waiting);
    }

    /**
     * Waits for some time.
     *
     * @throws Stopping when the process ends meanwhile
     */
    public void pause(Duration pause) throws InterruptedException {
        if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Stopping();
        }
    }

    /** Lets every {@link #pause} end at once. */
    public void stop() {
        stopped.countDown();
    }
}
