package dev.caravan.schedule;

import dev.caravan.log.LogContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;

/**
 * A fire that Quartz is about to hand to its threads.
 *
 * <p>Quartz makes the job of a fire and hands it over on the same thread, without a word of the fire the second time.
 *
 * @param job which fired
 * @param due when
 * @param skipped whether there is nothing to run
 */
record Fire(JobKey job, Instant due, boolean skipped) {
    private static final ThreadLocal<Fire> ABOUT = new ThreadLocal<>();

    /** What a job logs before its run begins belongs to its table; the name of a job of the template is its table. */
    static LogContext lines(JobKey job) {
        return LogContext.of(FireRule.TABLES.equals(job.getGroup()) ? job.getName() : null, null);
    }

    /** It is handed over next. */
    void announce() {
        ABOUT.set(this);
    }

    /** What was announced last on this thread, if anything. */
    static @Nullable Fire announced() {
        Fire fire = ABOUT.get();
        ABOUT.remove();
        return fire;
    }
}
