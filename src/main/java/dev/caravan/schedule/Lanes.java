package dev.caravan.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for work that waits in line. Each lane has so many places; the work that has waited longest takes the next free one.
 *
 * <p>Work that waits for something that is not here (a crawler, a lock, the pause before another attempt) lends its place to the
 * next in its lane, so that those that wait do not keep those that could work from it. What waits in line costs no thread. Work that
 * lends its place keeps its thread, so only so many places are lent at the same moment.
 */
public final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private static final ThreadLocal<Place> CURRENT = new ThreadLocal<>();

    private static final int IDLE_SECONDS = 10;

    /**
     * How many places are lent at most, each lane its part of them. More than crawls or retries usually wait at the same moment, and far
     * less than the 1,024 processes and threads that many clusters allow a pod.
     */
    static final int LENT_MAXIMUM = 400;

    /** The pause before another attempt to start a thread, when the system had none. */
    private static final long AGAIN_MILLIS = 500;

    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    private static final Comparator<Waiting> LONGEST_FIRST =
            Comparator.comparing(Waiting::since).thenComparing(Waiting::before).thenComparing(Waiting::number);

    private final Map<String, Lane> lanes = new HashMap<>();
    private final Set<Place> lentPlaces = new LinkedHashSet<>();
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;
    private long submitted;
    private boolean closed;
    private Instant toldAt = Instant.EPOCH;

    /**
     * Lanes without work.
     *
     * @param name of the threads
     */
    public Lanes(String name) {
        this(name, numbered(name));
    }

    /** Lanes with threads of this factory. */
    Lanes(String name, ThreadFactory factory) {
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        timer = new ScheduledThreadPoolExecutor(1, numbered(name + "-timer"));
        // When it is needed, there is no thread for it either.
        timer.prestartCoreThread();
    }

    private static ThreadFactory numbered(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private record Waiting(Instant since, Instant before, long number, Runnable work) {}

    private static final class Lane {
        private final PriorityQueue<Waiting> line = new PriorityQueue<>(LONGEST_FIRST);
        /** Those that would lend their place, but too many are lent already. */
        private final Set<Place> willing = new LinkedHashSet<>();

        private int places;
        private int busy;
        private int lent;
        private @Nullable Future<?> filledLater;
    }

    /**
     * Puts work in line.
     *
     * @param name of the lane
     * @param places how much work of the lane goes on at the same moment
     * @param since when its wait began
     * @return false when it is not taken, because the lanes are closed
     */
    public boolean submit(String name, int places, Instant since, Runnable work) {
        return submit(name, places, since, Instant.MIN, work);
    }

    /**
     * Puts work in line that may have had a place before.
     *
     * @param before when it had one last: of work that waits since the same moment, that goes first which had none for longest
     */
    synchronized boolean submit(String name, int places, Instant since, Instant before, Runnable work) {
        if (closed) {
            return false;
        }
        Lane lane = lanes.computeIfAbsent(name, absent -> new Lane());
        lane.places = places;
        lane.line.add(new Waiting(since, before, submitted++, work));
        fill(lane);
        return true;
    }

    /** Gives the free places of a lane to those that wait in it. */
    private synchronized void fill(Lane lane) {
        while (!closed && lane.busy < lane.places) {
            Waiting next = lane.line.poll();
            if (next == null) {
                return;
            }
            lane.busy++;
            try {
                threads.execute(() -> work(new Place(lane), next));
            } catch (RuntimeException | Error e) {
                // Never thrown: it would end the thread of the scheduler, or the run that lends its place.
                lane.busy--;
                lane.line.add(next);
                fillLater(lane, e);
                return;
            }
        }
    }

    private void fillLater(Lane lane, Throwable refused) {
        if (toldAt.plus(TELL_EVERY).isBefore(Instant.now())) {
            toldAt = Instant.now();
            LOG.error(
                    "The system gives no further thread ({}). {} due runs keep their turn and get one as soon as there is one. Raise"
                            + " the limit of processes and threads (podPidsLimit, ulimit -u) or the memory of the container.",
                    refused.toString(),
                    queued());
        }
        if (lane.filledLater == null) {
            lane.filledLater = timer.schedule(() -> fillAgain(lane), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void fillAgain(Lane lane) {
        lane.filledLater = null;
        fill(lane);
    }

    private void work(Place place, Waiting first) {
        CURRENT.set(place);
        try {
            for (Waiting next = first; next != null; next = place.next()) {
                next.work().run();
            }
        } finally {
            CURRENT.remove();
            place.leave();
        }
    }

    /** The place that one thread has in a lane. */
    private final class Place {
        private final Lane lane;
        private final Thread thread = Thread.currentThread();
        private boolean lent;

        Place(Lane lane) {
            this.lane = lane;
        }

        /**
         * The work that takes the place next; null when nothing waits, or the place is taken, or more run than the lane has
         * places, because places that were lent were taken back.
         */
        @Nullable
        Waiting next() {
            synchronized (Lanes.this) {
                lane.willing.remove(this);
                return lent || closed || lane.busy > lane.places ? null : lane.line.poll();
            }
        }

        void lendNow() {
            synchronized (Lanes.this) {
                if (lent) {
                    return;
                }
                if (lane.lent < LENT_MAXIMUM / lanes.size()) {
                    lent = true;
                    lentPlaces.add(this);
                    lane.lent++;
                    lane.busy--;
                    fill(lane);
                } else {
                    lane.willing.add(this);
                }
            }
        }

        void takeBack() {
            synchronized (Lanes.this) {
                lane.willing.remove(this);
                if (lent) {
                    lent = false;
                    lane.busy++;
                    oneLentLess();
                }
            }
        }

        /** The thread is done with its work. */
        void leave() {
            synchronized (Lanes.this) {
                lane.willing.remove(this);
                if (lent) {
                    oneLentLess();
                } else {
                    lent = true;
                    lane.busy--;
                    fill(lane);
                }
            }
        }

        private void oneLentLess() {
            lentPlaces.remove(this);
            lane.lent--;
            lane.willing.stream().findFirst().ifPresent(first -> {
                lane.willing.remove(first);
                first.lendNow();
            });
        }
    }

    /** The work of this thread waits for something outside: another may have its place. Does nothing on other threads. */
    public static void lend() {
        Place place = CURRENT.get();
        if (place != null) {
            place.lendNow();
        }
    }

    /** The work of this thread goes on. It does not wait for a place: what has begun may end. */
    public static void reclaim() {
        Place place = CURRENT.get();
        if (place != null) {
            place.takeBack();
        }
    }

    /** Ends the waits of work that has lent its place, which fails with that. */
    public synchronized void interruptLent() {
        lentPlaces.forEach(place -> place.thread.interrupt());
    }

    /** How much work waits in line. */
    public synchronized int queued() {
        return lanes.values().stream().mapToInt(lane -> lane.line.size()).sum();
    }

    /** How long the first in line has waited; zero when none waits. */
    public synchronized Duration longestWait(Instant now) {
        return lanes.values().stream()
                .flatMap(lane -> lane.line.stream())
                .map(Waiting::since)
                .min(Comparator.naturalOrder())
                .map(since -> Duration.between(since, now))
                .filter(wait -> !wait.isNegative())
                .orElse(Duration.ZERO);
    }

    /**
     * Takes no more work and forgets what waits in line; what goes on is let end.
     *
     * @return how much was forgotten
     */
    public synchronized int close() {
        int forgotten = queued();
        closed = true;
        lanes.values().forEach(lane -> lane.line.clear());
        timer.shutdownNow();
        threads.shutdown();
        return forgotten;
    }

    /** Waits until no work goes on, after {@link #close}. */
    void awaitEnd() throws InterruptedException {
        boolean ended = threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        LOG.debug("No work goes on: {}", ended);
    }
}
