package dev.caravan.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
 * <p>Much may have happened to the table's file while the fire was queued. One whose trigger is held back, because its file is about
 * to be replaced, waits for the new version; one whose file is gone is forgotten.
 */
final class TableFire implements InterruptableJob {
    private static final Logger LOG = LoggerFactory.getLogger(TableFire.class);

    /** In the data of the job: when its last run ended, in milliseconds. Text, since some stores keep nothing else. */
    private static final String ENDED = "CaravanRunEnded";

    /** In the data of the job: the end of the run whose first skipped fire was told. */
    private static final String TOLD = "CaravanSkipTold";

    /** A file that is replaced takes its job away and brings it again. */
    private static final Duration REPLACED_WITHIN = Duration.ofSeconds(3);

    private static final long LOOK_MILLIS = 50;

    private final Job job;

    TableFire(Job job) {
        this.job = job;
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
        try {
            if (!isStillThere(context.getScheduler(), context.getJobDetail().getKey())) {
                LOG.info(
                        "{}: the fire of {} was queued and is dropped, since its table was removed or the process stops.",
                        context.getJobDetail().getKey().getName(),
                        context.getScheduledFireTime());
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

    /** Almost always so at once, and then the fire keeps its place. */
    private static boolean isStillThere(Scheduler scheduler, JobKey key) throws SchedulerException {
        if (isActive(scheduler, key)) {
            return true;
        }
        Lanes.lend();
        try {
            long missingSince = System.nanoTime();
            while (!scheduler.isInStandbyMode()) {
                if (isActive(scheduler, key)) {
                    return true;
                }
                if (scheduler.checkExists(key)) {
                    missingSince = System.nanoTime();
                } else if (System.nanoTime() - missingSince > REPLACED_WITHIN.toNanos()) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            Lanes.reclaim();
        }
    }

    private static boolean isActive(Scheduler scheduler, JobKey key) throws SchedulerException {
        return scheduler.checkExists(key)
                && scheduler.getTriggerState(new TriggerKey(key.getName(), key.getGroup())) != TriggerState.PAUSED;
    }

    @Override
    public void interrupt() throws UnableToInterruptJobException {
        if (job instanceof InterruptableJob interruptable) {
            interruptable.interrupt();
        }
    }
}
