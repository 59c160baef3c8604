package dev.caravan.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.TriggerKey;
import org.quartz.spi.ThreadPool;

/**
 * The threads of a Quartz scheduler, with a queue before them: a due fire is never late for want of a thread, so none is missed for
 * it. A table has one fire in the queue at most, since its job runs once at a time, so the queue is as long as there are tables.
 *
 * <p>Set up by {@code org.quartz.threadPool.class}, with any job store.
 */
public final class FireQueue implements ThreadPool {
    /**
     * Where a job waits.
     *
     * @param name of the lane
     * @param places how many of the lane go on at the same moment
     */
    public record Lane(String name, int places) {}

    private static final Map<String, FireQueue> BY_SCHEDULER = new ConcurrentHashMap<>();
    private static final String OTHERS = "others";
    private static final int DEFAULT_THREADS = 64;

    private final Lanes lanes = new Lanes("caravan-run");
    private final HeldFires held = new HeldFires();
    /** When each job ended last. Schedules have whole seconds, so that many fires are due in the same moment, in the order of their names. */
    private final Map<JobKey, Instant> lastEnds = new ConcurrentHashMap<>();

    private final Map<TriggerKey, Instant> resumed = new ConcurrentHashMap<>();
    private String scheduler = "";
    private int threads = DEFAULT_THREADS;
    private volatile @Nullable Function<JobKey, Optional<Lane>> laneOf;
    private volatile @Nullable Consumer<JobKey> onSkip;

    /** That of a scheduler, unless it was given threads of another kind. */
    public static Optional<FireQueue> of(String scheduler) {
        return Optional.ofNullable(BY_SCHEDULER.get(scheduler));
    }

    /** Says where jobs wait; those without a lane share one, with as many places as there are threads. */
    public void setLanes(Function<JobKey, Optional<Lane>> lanesOfJobs) {
        this.laneOf = lanesOfJobs;
    }

    /** Sets a listener for skipped fires. */
    public void onSkip(Consumer<JobKey> told) {
        this.onSkip = told;
    }

    /** A trigger is active again after it was suspended. */
    public void resumed(TriggerKey trigger) {
        resumed.put(trigger, Instant.now());
    }

    /** Whether a fire came due while its trigger was suspended, so that it is not expected any more. */
    boolean wasSuspended(TriggerKey trigger, Instant due) {
        Instant at = resumed.get(trigger);
        return at != null && due.isBefore(at);
    }

    void skipped(JobKey job) {
        Consumer<JobKey> told = onSkip;
        if (told != null) {
            told.accept(job);
        }
    }

    /** The fires of tables whose file is about to be replaced. */
    public HeldFires held() {
        return held;
    }

    /** How many fires wait, for a thread or for the new version of their file. */
    public int queued() {
        return lanes.queued() + held.kept().size();
    }

    /** How long the first of them has waited. */
    public Duration longestWait(Instant now) {
        return Stream.concat(
                        Stream.of(lanes.longestWait(now)), held.kept().stream().map(due -> Duration.between(due, now)))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /**
     * Forgets the fires that wait, and takes no more.
     *
     * @return how many there were
     */
    public int drop() {
        return held.kept().size() + lanes.close();
    }

    @Override
    public boolean runInThread(@Nullable Runnable shell) {
        if (shell == null) {
            return false;
        }
        Fire fire = Fire.announced();
        if (fire == null) {
            lanes.submit(OTHERS, threads, Instant.now(), shell);
        } else if (fire.skipped()) {
            // Nothing to run, so it need not wait for those that have.
            shell.run();
        } else {
            submit(fire, shell);
        }
        // When the process ends, a fire is forgotten and the scheduler need not complain.
        return true;
    }

    private void submit(Fire fire, Runnable shell) {
        Lane lane = lane(fire.job());
        Instant before = lastEnds.getOrDefault(fire.job(), Instant.MIN);
        lanes.submit(lane.name(), lane.places(), fire.due(), before, () -> {
            if (!held.keep(fire.job(), fire.due(), () -> submit(fire, shell))) {
                try {
                    shell.run();
                } finally {
                    lastEnds.put(fire.job(), Instant.now());
                    held.ended(fire.job());
                }
            }
        });
    }

    private Lane lane(JobKey job) {
        Function<JobKey, Optional<Lane>> known = laneOf;
        return (known == null ? Optional.<Lane>empty() : known.apply(job)).orElse(new Lane(OTHERS, threads));
    }

    /** There always is room. */
    @Override
    public int blockForAvailableThreads() {
        return threads;
    }

    @Override
    public void initialize() {
        BY_SCHEDULER.put(scheduler, this);
    }

    @Override
    public void shutdown(boolean waitForJobsToComplete) {
        BY_SCHEDULER.remove(scheduler, this);
        lanes.close();
        if (waitForJobsToComplete) {
            try {
                lanes.awaitEnd();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int getPoolSize() {
        return threads;
    }

    /** The property {@code org.quartz.threadPool.threadCount}. */
    public void setThreadCount(int threadCount) {
        this.threads = Math.max(1, threadCount);
    }

    @Override
    public void setInstanceId(@Nullable String schedulerId) {}

    @Override
    public void setInstanceName(@Nullable String schedulerName) {
        this.scheduler = schedulerName == null ? "" : schedulerName;
    }
}
