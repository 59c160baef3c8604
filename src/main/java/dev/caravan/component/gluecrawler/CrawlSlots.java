package dev.caravan.component.gluecrawler;

import dev.caravan.component.CountSetting;
import dev.caravan.component.RunSlots;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.schedule.RunWaits;
import dev.caravan.schedule.Stopping;
import dev.caravan.schedule.Turns;
import java.time.Instant;
import org.apache.camel.CamelContext;

/** How many crawls go on at the same moment: an account may run so many, and each asks for the state of its crawler again and again. */
final class CrawlSlots {
    /** The setting that says how many. */
    static final String SETTING = "caravan.crawls.maximum";

    /** As many as there are threads for schedules by default. */
    private static final int DEFAULT_MAXIMUM = 64;

    private final Turns turns;
    private final RunWaits waits;

    private CrawlSlots(int maximum, RunWaits waits) {
        this.turns = Turns.finishing(maximum);
        this.waits = waits;
    }

    /** Those of this context. */
    static synchronized CrawlSlots of(CamelContext context) {
        CrawlSlots present = context.getRegistry().lookupByNameAndType("crawlSlots", CrawlSlots.class);
        if (present == null) {
            RunSlots runs = RunSlots.of(context);
            present = new CrawlSlots(CountSetting.of(context, SETTING, DEFAULT_MAXIMUM), runs.waits());
            runs.alsoStop(present.turns);
            context.getRegistry().bind("crawlSlots", present);
        }
        return present;
    }

    /**
     * Waits for a slot; the files of the table are published already.
     *
     * @return gives it back
     */
    Runnable take(String crawler, String table) {
        Instant since = Instant.now();
        RunWaits.Wait wait = waits.begin(RunWaits.Kind.CRAWL, table, since);
        try {
            return turns.take(since);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(crawler, e);
        } catch (Stopping e) {
            throw stopped(crawler, e);
        } finally {
            waits.end(wait);
        }
    }

    private static ExportException stopped(String crawler, Exception cause) {
        return new ExportException(
                // Not one that is retried: the process would wait for the pauses between the attempts.
                ErrorCode.CRAWL_TIMEOUT,
                "Crawler " + crawler + " was not started, because the process stops.",
                "Run the table again; its files are published already.",
                cause);
    }
}
