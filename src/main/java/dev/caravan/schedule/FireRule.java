package dev.caravan.schedule;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.CronTrigger;
import org.quartz.Job;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.simpl.PropertySettingJobFactory;
import org.quartz.spi.TriggerFiredBundle;

/**
 * Decides which fires run: each that came due, but for those that came due while the run of the same table was queued or going on,
 * whose rows are in that run or in the one after it.
 *
 * <p>Quartz itself knows only how late a fire is, and either misses one that is late for another reason, or runs one after the
 * other all that came due in a long run. When a run ended stands in the data of its job, where any job store keeps it for all
 * pods. Set up by {@code org.quartz.scheduler.jobFactory.class}.
 */
public final class FireRule extends PropertySettingJobFactory {
    /** The group of the template's triggers. */
    static final String TABLES = "tables";

    @Override
    public Job newJob(@Nullable TriggerFiredBundle bundle, @Nullable Scheduler scheduler) throws SchedulerException {
        Job job = super.newJob(bundle, scheduler);
        if (bundle == null || scheduler == null) {
            return job;
        }
        JobDetail detail = bundle.getJobDetail();
        Instant due = due(bundle);
        boolean isOneAtATime = detail.isConcurrentExecutionDisallowed();
        boolean isOneWhenLate = isOneAtATime && skips(bundle.getTrigger());
        boolean isSkipped = isOneWhenLate && isCovered(bundle, due, scheduler);
        new Fire(detail.getKey(), due, isSkipped).announce();
        if (isSkipped) {
            return new SkippedFire();
        }
        return isOneAtATime ? new TableFire(job, isOneWhenLate) : job;
    }

    private static Instant due(TriggerFiredBundle bundle) {
        return bundle.getScheduledFireTime() == null
                ? Instant.now()
                : bundle.getScheduledFireTime().toInstant();
    }

    /** Whether a trigger skips what comes due during its run: those of the template, and others that miss what is late. */
    private static boolean skips(Trigger trigger) {
        int instruction = trigger.getMisfireInstruction();
        return trigger instanceof CronTrigger
                && (instruction == CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING
                        || (instruction == Trigger.MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY
                                && TABLES.equals(trigger.getKey().getGroup())));
    }

    /** Whether several late fires of a trigger are one run: by the rule here, or by its own misfire instruction. */
    static boolean runsOnceWhenLate(Trigger trigger, @Nullable JobDetail detail) {
        return trigger.getMisfireInstruction() != Trigger.MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY
                || (detail != null && detail.isConcurrentExecutionDisallowed() && skips(trigger));
    }

    private static boolean isCovered(TriggerFiredBundle bundle, Instant due, Scheduler scheduler)
            throws SchedulerException {
        Optional<Instant> ended = TableFire.ended(bundle.getJobDetail());
        return ended.filter(end -> !due.isAfter(end)).isPresent()
                || FireQueue.of(scheduler.getSchedulerName())
                        .filter(queue -> queue.wasSuspended(bundle.getTrigger().getKey(), due))
                        .isPresent();
    }
}
