package dev.caravan.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Permits that go to the longest wait, which counts from a moment that the caller names, not from its call. While several groups wait, none of
 * them has all permits, so a group that does not give its permits back leaves one to the others.
 */
public final class Turns {
    private static final Comparator<Waiter> LONGEST_FIRST =
            Comparator.comparing((Waiter waiter) -> waiter.since).thenComparing(waiter -> waiter.number);

    private static final String NO_GROUP = "";

    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableSet<Waiter> line = new TreeSet<>(LONGEST_FIRST);
    private final Map<String, Integer> waitingOf = new HashMap<>();
    private final Map<String, Integer> heldBy = new HashMap<>();
    private final int permits;
    private int free;
    private long asked;
    private boolean stopped;

    private final boolean isFinishing;

    /** So many permits; none when the process stops. */
    public Turns(int permits) {
        this(permits, false);
    }

    private Turns(int permits, boolean isFinishing) {
        this.permits = permits;
        this.free = permits;
        this.isFinishing = isFinishing;
    }

    /** So many permits, of which those that are free are handed out when the process stops, too: for what ends a run in flight. */
    public static Turns finishing(int permits) {
        return new Turns(permits, true);
    }

    private static final class Waiter {
        private final Instant since;
        private final String group;
        private final long number;
        private final Condition called;

        Waiter(Instant since, String group, long number, Condition called) {
            this.since = since;
            this.group = group;
            this.number = number;
            this.called = called;
        }
    }

    /** Waits for a permit where there are no groups. */
    public Runnable take(Instant since) throws InterruptedException {
        return take(since, NO_GROUP);
    }

    /**
     * Waits for a permit.
     *
     * @param since when the wait began
     * @param group which shares the permits with other groups that wait
     * @return gives it back, once however often it is run
     * @throws Stopping when the process ends before there is one
     */
    public Runnable take(Instant since, String group) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Waiter self = new Waiter(since, group, asked++, lock.newCondition());
            line.add(self);
            waitingOf.merge(group, 1, Integer::sum);
            try {
                while (!stopped && !isTurnOf(self)) {
                    self.called.await();
                }
                if (stopped && !(isFinishing && isTurnOf(self))) {
                    throw new Stopping();
                }
                free--;
                heldBy.merge(group, 1, Integer::sum);
            } finally {
                line.remove(self);
                waitingOf.computeIfPresent(group, Turns::oneLess);
                callNext();
            }
        } finally {
            lock.unlock();
        }
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                giveBack(group);
            }
        };
    }

    private boolean isTurnOf(Waiter self) {
        return free > 0 && self.equals(next());
    }

    private static @Nullable Integer oneLess(String group, Integer number) {
        return number == 1 ? null : number - 1;
    }

    private void giveBack(String group) {
        lock.lock();
        try {
            free++;
            heldBy.computeIfPresent(group, Turns::oneLess);
            callNext();
        } finally {
            lock.unlock();
        }
    }

    /** Whose turn it is. */
    private @Nullable Waiter next() {
        for (Waiter waiter : line) {
            boolean isAlone = permits == 1 || waitingOf.size() == 1;
            if (isAlone || heldBy.getOrDefault(waiter.group, 0) < permits - 1) {
                return waiter;
            }
        }
        return null;
    }

    private void callNext() {
        Waiter next = free > 0 ? next() : null;
        if (next != null) {
            next.called.signal();
        }
    }

    /** How many wait for a permit. */
    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    /** Hands out no further permit: who waits for one fails with {@link Stopping}. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            line.forEach(waiter -> waiter.called.signal());
        } finally {
            lock.unlock();
        }
    }
}
