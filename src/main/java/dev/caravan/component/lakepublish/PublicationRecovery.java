package dev.caravan.component.lakepublish;

import dev.caravan.component.CatalogClients;
import dev.caravan.component.LakeStores;
import dev.caravan.component.Publications;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.publish.UnfinishedPublications;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StaticService;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends, at the start of a process and every minute, the publications that a process has left half done, so that no reader has to wait
 * for the next run of a table to find it whole.
 *
 * <p>A look costs one listing of S3.
 */
public final class PublicationRecovery extends ServiceSupport implements StaticService {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationRecovery.class);

    /** A process that publishes is done with it in less time, so that others need not help; at a start none is waited for. */
    private static final Duration LIKELY_ALIVE = Duration.ofSeconds(10);

    private final CamelContext context;
    private final Duration interval;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Future<?> looks;
    private @Nullable String told;

    /**
     * A recovery of the lake of this context; {@link CamelContext#addService} starts it.
     *
     * @param interval between two looks
     */
    public PublicationRecovery(CamelContext context, Duration interval) {
        this.context = context;
        this.interval = interval;
    }

    /** Looks once, now; what S3 refuses is told in the log. */
    public static void now(CamelContext context) {
        new PublicationRecovery(context, Duration.ZERO).look(Duration.ZERO);
    }

    @Override
    protected void doStart() {
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "publication-recovery");
        thread.execute(() -> look(Duration.ZERO));
        // A process that was killed a moment ago may have been replaced by this one before the first look could tell.
        looks = thread.scheduleWithFixedDelay(
                () -> look(LIKELY_ALIVE),
                Math.min(LIKELY_ALIVE.toMillis(), interval.toMillis()),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        if (thread != null) {
            if (looks != null) {
                looks.cancel(false);
            }
            context.getExecutorServiceManager().shutdownGraceful(thread);
            thread = null;
        }
    }

    private void look(Duration age) {
        try {
            new UnfinishedPublications(
                            LakeStores.of(context, setting("caravan.lake.bucket")),
                            setting("caravan.lake.prefix"),
                            CatalogClients.tables(context, null))
                    .settleAll(Publications.of(context).attempts(), age);
            told = null;
        } catch (ExportException e) {
            if (interval.isZero() && e.kind() == ErrorKind.USER) {
                LOG.debug("The runs that follow meet the same fault and report it", e);
            } else if (!e.what().equals(told)) {
                LOG.warn("Unfinished publications could not be listed or ended: {}", e.getMessage());
                told = e.what();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The check for unfinished publications failed; it is repeated.", e);
        }
    }

    private String setting(String key) {
        return context.getPropertiesComponent().resolveProperty(key).orElse("");
    }
}
