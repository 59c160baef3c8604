package dev.caravan.schedule;

import dev.caravan.log.LogContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.quartz.InterruptableJob;
import org.quartz.Job;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.UnableToInterruptJobException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job of a table, run when its fire has a thread; notes when it ended.
 *
 * <p>Much may have happened to the table while the fire was queued. One whose file is about to be replaced waits for the new version;
 * one whose table is gone or was stopped is dropped.
 */
final class TableFire implements InterruptableJob {
    private static final Logger LOG = LoggerFactory.getLogger(TableFire.class);

    /** In the data of the job: when its last run ended, in milliseconds. Text, since some stores keep nothing else. */
    private static final String ENDED = "CaravanRunEnded";

    /** In the data of the job: the end of the run whose first skipped fire was told. */
    private static final String TOLD = "CaravanSkipTold";

    /** A file that is replaced takes its job away and brings it again. */
    private static final Duration REPLACED_WITHIN = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Job job;
    private final boolean skips;

    /**
     * The fire of a job.
     *
     * @param skips whether the trigger skips what came due while it was suspended
     */
    TableFire(Job job, boolean skips) {
        this.job = job;
        this.skips = skips;
    }

    /** When the last run of a job ended, if it has had one. */
    static Optional<Instant> ended(JobDetail detail) {
        return Optional.ofNullable(detail.getJobDataMap().getString(ENDED))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
    }

    /** Whether no skipped fire was told since the job's last run; from now on one was. */
    static boolean tellOnce(JobDetail detail) {
        String end = String.valueOf(detail.getJobDataMap().getString(ENDED));
        if (end.equals(detail.getJobDataMap().getString(TOLD))) {
            return false;
        }
        detail.getJobDataMap().put(TOLD, end);
        return true;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        LogContext lines = Fire.lines(context.getJobDetail().getKey());
        try {
            run(context);
        } finally {
            lines.end();
        }
    }

    private void run(JobExecutionContext context) throws JobExecutionException {
        try {
            Optional<String> dropped = whyDropped(context);
            if (dropped.isPresent()) {
                LOG.info(
                        "{}: the fire of {} was queued and is dropped, since {}.",
                        context.getJobDetail().getKey().getName(),
                        context.getScheduledFireTime(),
                        dropped.get());
                return;
            }
        } catch (SchedulerException e) {
            throw new JobExecutionException(e);
        }
        try {
            job.execute(context);
        } finally {
            context.getJobDetail()
                    .getJobDataMap()
                    .put(ENDED, Long.toString(Instant.now().toEpochMilli()));
        }
    }

    /** Nothing, almost always at once, and then the fire keeps its place. */
    private Optional<String> whyDropped(JobExecutionContext context) throws SchedulerException {
        Scheduler scheduler = context.getScheduler();
        JobKey key = context.getJobDetail().getKey();
        Optional<FireQueue> queue = FireQueue.of(scheduler.getSchedulerName());
        while (!isActive(scheduler, key)) {
            Optional<String> dropped = awaitReplacement(scheduler, key, queue);
            if (dropped.isPresent()) {
                return dropped;
            }
        }
        Instant due = context.getScheduledFireTime().toInstant();
        return queue.filter(fires -> skips && fires.wasSuspended(trigger(key), due))
                .map(fires -> {
                    fires.skipped(key);
                    return "its table was stopped meanwhile";
                });
    }

    /** A file that is replaced takes its job away and brings it again; it was held back just now, or it is kept elsewhere. */
    private static Optional<String> awaitReplacement(Scheduler scheduler, JobKey key, Optional<FireQueue> queue)
            throws SchedulerException {
        HeldFires held = queue.map(FireQueue::held).orElseGet(HeldFires::new);
        // The replacement waits for fires that go on, and this one for the replacement.
        held.ended(key);
        Lanes.lend();
        try {
            long missingSince = System.nanoTime();
            while (!scheduler.isInStandbyMode()) {
                if (isActive(scheduler, key)) {
                    return Optional.empty();
                }
                if (held.isHeld(key)) {
                    missingSince = System.nanoTime();
                } else if (isStopped(scheduler, key)) {
                    queue.ifPresent(fires -> fires.skipped(key));
                    return Optional.of("its table is stopped");
                } else if (System.nanoTime() - missingSince > REPLACED_WITHIN.toNanos()) {
                    return Optional.of("its table was removed");
                }
                held.awaitChange(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Lanes.reclaim();
            held.goesOn(key);
        }
        return Optional.of("the process stops");
    }

    private static boolean isActive(Scheduler scheduler, JobKey key) throws SchedulerException {
        return scheduler.checkExists(key) && !isStopped(scheduler, key);
    }

    private static boolean isStopped(Scheduler scheduler, JobKey key) throws SchedulerException {
        return scheduler.getTriggerState(trigger(key)) == TriggerState.PAUSED;
    }

    private static TriggerKey trigger(JobKey key) {
        return new TriggerKey(key.getName(), key.getGroup());
    }

    @Override
    public void interrupt() throws UnableToInterruptJobException {
        if (job instanceof InterruptableJob interruptable) {
            interruptable.interrupt();
        }
    }
}
