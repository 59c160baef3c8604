package dev.caravan.schedule;

import dev.caravan.log.LogContext;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fire that nothing is run for; it is counted and told. */
final class SkippedFire implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedFire.class);

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        try {
            FireQueue.of(context.getScheduler().getSchedulerName())
                    .ifPresent(queue -> queue.skipped(context.getJobDetail().getKey()));
        } catch (SchedulerException e) {
            throw new JobExecutionException(e);
        }
        boolean isFirst = TableFire.tellOnce(context.getJobDetail());
        LogContext lines = Fire.lines(context.getJobDetail().getKey());
        LOG.atLevel(isFirst ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.DEBUG)
                .log(
                        "{}: the fire of {} is skipped, since it came due while the previous run was queued or running{}.",
                        context.getJobDetail().getKey().getName(),
                        context.getScheduledFireTime().toInstant(),
                        isFirst ? "; further ones of the same run are only counted" : "");
        lines.end();
    }
}
