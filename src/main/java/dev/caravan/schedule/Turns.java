package dev.caravan.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Permits that go to whoever has waited longest, by the moment that it names, not by that of its call. */
public final class Turns {
    private static final Comparator<Waiter> LONGEST_FIRST =
            Comparator.comparing((Waiter waiter) -> waiter.since).thenComparing(waiter -> waiter.number);

    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Waiter> line = new PriorityQueue<>(LONGEST_FIRST);
    private int free;
    private long asked;
    private boolean stopped;

    /** So many permits. */
    public Turns(int permits) {
        this.free = permits;
    }

    private static final class Waiter {
        private final Instant since;
        private final long number;
        private final Condition called;

        Waiter(Instant since, long number, Condition called) {
            this.since = since;
            this.number = number;
            this.called = called;
        }
    }

    /**
     * Waits for a permit.
     *
     * @param since when the wait began
     * @return gives it back, once however often it is run
     * @throws Stopping when the process ends before there is one
     */
    public Runnable take(Instant since) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Waiter self = new Waiter(since, asked++, lock.newCondition());
            line.add(self);
            try {
                while (!stopped && !(free > 0 && self.equals(line.peek()))) {
                    self.called.await();
                }
                if (stopped) {
                    throw new Stopping();
                }
                free--;
            } finally {
                line.remove(self);
                callNext();
            }
        } finally {
            lock.unlock();
        }
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                giveBack();
            }
        };
    }

    private void giveBack() {
        lock.lock();
        try {
            free++;
            callNext();
        } finally {
            lock.unlock();
        }
    }

    private void callNext() {
        Waiter first = line.peek();
        if (first != null && free > 0) {
            first.called.signal();
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
