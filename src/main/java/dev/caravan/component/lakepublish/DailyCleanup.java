package dev.caravan.component.lakepublish;

import dev.caravan.error.ExportException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.StaticService;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cleans the lake once a day. */
public final class DailyCleanup extends ServiceSupport implements StaticService {
    private static final Logger LOG = LoggerFactory.getLogger(DailyCleanup.class);

    /** A pod that is restarted each day cleans all the same, but not while it starts. */
    private static final Duration FIRST = Duration.ofMinutes(10);

    private final CamelContext context;
    private final Duration interval;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Future<?> cleanings;

    /**
     * A cleaning of the lake of this context; {@link CamelContext#addService} starts it.
     *
     * @param interval between two cleanings; zero for none
     */
    public DailyCleanup(CamelContext context, Duration interval) {
        this.context = context;
        this.interval = interval;
    }

    @Override
    protected void doStart() {
        if (interval.isZero()) {
            return;
        }
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "lake-cleanup");
        cleanings = thread.scheduleWithFixedDelay(
                this::clean,
                Math.min(FIRST.toMillis(), interval.toMillis()),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        if (thread != null) {
            if (cleanings != null) {
                cleanings.cancel(true);
            }
            context.getExecutorServiceManager().shutdownNow(thread);
            thread = null;
        }
    }

    private void clean() {
        AtomicInteger removed = new AtomicInteger();
        try {
            LakeCleanup cleanup = LakeCleanup.of(context, Optional.empty());
            removed.addAndGet(cleanup.staged(false).size());
            cleanup.lake(false, leftover -> {
                        removed.incrementAndGet();
                        LOG.info(
                                "Removed {}: {}",
                                leftover.subject(),
                                leftover.kind().words());
                    })
                    .ifPresent(unknown -> LOG.warn(
                            "Data files that the catalog may refer to were left, because it did not tell: {}",
                            unknown.getMessage()));
        } catch (ExportException e) {
            LOG.warn("The lake could not be cleaned; it is tried again in {}: {}", interval, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("The cleaning of the lake failed; it is repeated.", e);
        }
        LOG.debug("Cleaned the lake: {} removed", removed);
    }
}
