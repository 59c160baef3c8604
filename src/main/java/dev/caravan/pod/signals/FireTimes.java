package dev.caravan.pod.signals;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;

/**
 * When a table fires next.
 *
 * @param next null when it has no schedule, or its route is stopped
 * @param interval between the next two fires; zero when there are not two
 */
record FireTimes(@Nullable Instant next, Duration interval) {
    /** No schedule. */
    static final FireTimes NEVER = new FireTimes(null, Duration.ZERO);

    /** Those of these triggers, of which the first to fire counts. */
    static FireTimes of(Scheduler scheduler, Set<TriggerKey> triggers) {
        return triggers.stream()
                .map(key -> of(scheduler, key))
                .filter(times -> times.next != null)
                .min(Comparator.comparing(times -> Objects.requireNonNull(times.next)))
                .orElse(NEVER);
    }

    private static FireTimes of(Scheduler scheduler, TriggerKey key) {
        try {
            Trigger trigger = scheduler.getTrigger(key);
            if (trigger == null || scheduler.getTriggerState(key) == TriggerState.PAUSED) {
                return NEVER;
            }
            Date next = trigger.getNextFireTime();
            Date second = next == null ? null : trigger.getFireTimeAfter(next);
            return next == null
                    ? NEVER
                    : new FireTimes(
                            next.toInstant(),
                            second == null ? Duration.ZERO : Duration.between(next.toInstant(), second.toInstant()));
        } catch (SchedulerException e) {
            return NEVER;
        }
    }
}
