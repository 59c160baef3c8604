package dev.caravan.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.CronTrigger;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.spi.OperableTrigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fires of tables whose triggers are held back because their file is about to be replaced. A fire that is queued meanwhile is kept
 * without a thread, and one that comes due meanwhile is fired by the new trigger, so that no table loses a fire by an edit.
 */
public final class HeldFires {
    private static final Logger LOG = LoggerFactory.getLogger(HeldFires.class);

    /** A renamed file takes its tables away and brings them again. */
    private static final Duration RENAMED_WITHIN = Duration.ofMinutes(1);

    /** Camel starts a new trigger half a second later. A start that is much later was chosen by the user. */
    private static final Duration START_DELAY = Duration.ofSeconds(10);

    private final Map<JobKey, Held> all = new HashMap<>();

    /** How many fires of a table run, or are about to. */
    private final Map<JobKey, Integer> going = new HashMap<>();

    /** A queued fire that is kept. */
    private record Kept(Instant due, Runnable again) {}

    private static final class Held {
        private final Instant since = Instant.now();
        private final List<Kept> kept = new ArrayList<>();
        /** After which fires are missing; null while the old trigger is there. */
        private @Nullable Instant after;
        /** Null while fires are held back. */
        private @Nullable Instant released;
    }

    /**
     * From now on the fires of a table are held back. Call it before the trigger is paused; it does nothing if it is paused
     * already, since its fires are not expected then.
     */
    public void hold(Scheduler scheduler, TriggerKey trigger) throws SchedulerException {
        boolean isStopped = scheduler.getTriggerState(trigger) == TriggerState.PAUSED;
        synchronized (this) {
            Instant forgotten = Instant.now().minus(RENAMED_WITHIN);
            all.values().removeIf(held -> held.released != null && held.released.isBefore(forgotten));
            Held present = all.get(job(trigger));
            if (!isStopped && (present == null || present.released != null)) {
                all.put(job(trigger), new Held());
            }
        }
    }

    /** The job of a table is about to be deleted: notes which of its fires have come due by now and have not been queued. */
    public void beforeRemoval(Scheduler scheduler, TriggerKey trigger) throws SchedulerException {
        Trigger old = scheduler.getTrigger(trigger);
        boolean isPaused = scheduler.getTriggerState(trigger) == TriggerState.PAUSED;
        JobDetail detail = scheduler.getJobDetail(job(trigger));
        synchronized (this) {
            Held held = all.get(job(trigger));
            if (held == null || old == null) {
                return;
            }
            // Triggers of a cluster are not paused: other pods have fired them meanwhile.
            Instant after = isPaused ? held.since : Instant.now();
            Date next = old.getNextFireTime();
            if (next != null && !next.toInstant().isAfter(after)) {
                after = next.toInstant().minusMillis(1);
            }
            Instant from = after;
            held.after = Optional.ofNullable(detail)
                    .flatMap(TableFire::ended)
                    .filter(end -> end.isAfter(from))
                    .orElse(from);
        }
    }

    /** A table has its new trigger: it fires at once if it has come due since the old one was held back. */
    public void afterInstallation(Scheduler scheduler, TriggerKey trigger) throws SchedulerException {
        Instant after;
        synchronized (this) {
            Held held = all.get(job(trigger));
            boolean isOld = held != null
                    && held.released != null
                    && held.released.isBefore(Instant.now().minus(RENAMED_WITHIN));
            after = held == null || isOld ? null : held.after;
        }
        if (after != null) {
            fireMissed(scheduler, trigger, after);
        }
        release(trigger);
        synchronized (this) {
            all.remove(job(trigger));
            notifyAll();
        }
    }

    /** The fires of a table are held back no longer; those that were kept go back to the queue. */
    public void release(TriggerKey trigger) {
        List<Kept> kept = new ArrayList<>();
        synchronized (this) {
            Held held = all.get(job(trigger));
            if (held != null && held.released == null) {
                held.released = Instant.now();
                kept.addAll(held.kept);
                held.kept.clear();
                notifyAll();
            }
        }
        kept.forEach(fire -> fire.again().run());
    }

    private static void fireMissed(Scheduler scheduler, TriggerKey key, Instant after) throws SchedulerException {
        if (!(scheduler.getTrigger(key) instanceof OperableTrigger trigger)
                || !(trigger instanceof CronTrigger)
                || !FireRule.runsOnceWhenLate(trigger, scheduler.getJobDetail(trigger.getJobKey()))
                || trigger.getStartTime().toInstant().isAfter(Instant.now().plus(START_DELAY))) {
            return;
        }
        Date planned = trigger.getNextFireTime();
        Calendar calendar = trigger.getCalendarName() == null ? null : scheduler.getCalendar(trigger.getCalendarName());
        // Quartz begins with the second of the start, which is to be the first one after.
        trigger.setStartTime(Date.from(after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)));
        Date missed = trigger.computeFirstFireTime(calendar);
        if (missed != null && (planned == null || missed.toInstant().isBefore(planned.toInstant()))) {
            scheduler.rescheduleJob(key, trigger);
            LOG.info(
                    "{}: came due at {} while its file was replaced, and runs now.", key.getName(), missed.toInstant());
        }
    }

    /**
     * Keeps a fire until its table has its new trigger.
     *
     * @param again puts it into the queue again
     * @return false when the fires of the table are not held back: then it {@link #goesOn}, until it {@link #ended}
     */
    synchronized boolean keep(JobKey job, Instant due, Runnable again) {
        Held held = all.get(job);
        if (held == null || held.released != null) {
            goesOn(job);
            return false;
        }
        held.kept.add(new Kept(due, again));
        return true;
    }

    /** A fire runs, or is about to. */
    synchronized void goesOn(JobKey job) {
        going.merge(job, 1, Integer::sum);
    }

    /** A fire runs no longer, or waits for the new version of its file. */
    synchronized void ended(JobKey job) {
        going.computeIfPresent(job, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Whether a fire of a table runs or is about to. Once its fires are held back, none begins any more. */
    public synchronized boolean isGoing(TriggerKey trigger) {
        return going.containsKey(job(trigger));
    }

    /** Waits until a table is held back no longer or has its new trigger, at most for this time: another pod may have changed it. */
    @SuppressWarnings("WaitNotInLoop") // the caller looks again, whatever has ended the wait
    synchronized void awaitChange(Duration atMost) throws InterruptedException {
        wait(atMost.toMillis());
    }

    synchronized boolean isHeld(JobKey job) {
        Held held = all.get(job);
        return held != null && held.released == null;
    }

    /** When the fires that are kept came due. */
    synchronized List<Instant> kept() {
        return all.values().stream()
                .flatMap(held -> held.kept.stream())
                .map(Kept::due)
                .toList();
    }

    private static JobKey job(TriggerKey trigger) {
        return new JobKey(trigger.getName(), trigger.getGroup());
    }
}
