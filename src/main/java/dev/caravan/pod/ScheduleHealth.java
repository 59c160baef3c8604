package dev.caravan.pod;

import dev.caravan.schedule.RunWaits;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Always up: a long queue does not make the pod unready, but is worth a look. */
final class ScheduleHealth extends AbstractHealthCheck {
    private final ScheduleWatch watch;

    ScheduleHealth(ScheduleWatch watch) {
        super("caravan", "schedule");
        this.watch = watch;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        int queued = watch.getQueued();
        long longest = watch.getLongestWaitSeconds();
        builder.detail("queued", queued);
        builder.detail("longestWaitSeconds", longest);
        for (RunWaits.Kind kind : RunWaits.Kind.values()) {
            builder.detail("waitingFor." + kind.spelled(), watch.waiting(kind));
        }
        // The management server shows the message and no details.
        builder.message(queued + " due runs wait for their turn, the first for " + longest + " s; "
                + watch.waiting(RunWaits.Kind.LOCK) + " wait for a lock, " + watch.waiting(RunWaits.Kind.CONNECTION)
                + " for a connection, " + watch.waiting(RunWaits.Kind.CRAWL) + " for a crawl, "
                + watch.waiting(RunWaits.Kind.GROUP) + " for their group");
        builder.up();
    }
}
