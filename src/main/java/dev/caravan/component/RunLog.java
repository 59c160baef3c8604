package dev.caravan.component;

import dev.caravan.catalog.CrawlResult;
import dev.caravan.component.RunEnd.Failure;
import dev.caravan.component.RunEnd.Outcome;
import dev.caravan.error.ErrorKind;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.Manifest;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs one line for each run, at its end. */
public final class RunLog implements RunObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private static final double NANOS = 1e9;

    @Override
    public void ended(RunEnd end) {
        LoggingEventBuilder line = LOG.atLevel(level(end.outcome()))
                .addKeyValue("outcome", end.outcome().spelled())
                .addKeyValue("seconds", seconds(end.took()))
                .addKeyValue("attempts", end.attempts());
        Manifest manifest = end.manifest();
        if (manifest != null) {
            line = line.addKeyValue("rows", manifest.rows())
                    .addKeyValue("rows_rejected", manifest.rowsRejected())
                    .addKeyValue("files", manifest.files().size())
                    .addKeyValue("bytes", manifest.bytes());
        }
        RunEnd.Crawled crawl = end.crawl();
        if (crawl != null) {
            line = line.addKeyValue("crawler", crawl.crawler())
                    .addKeyValue("crawl_seconds", seconds(crawl.result().duration()));
        }
        Failure failure = end.failure();
        if (failure != null) {
            line = line.addKeyValue("code", failure.error().code())
                    .addKeyValue("kind", failure.error().kind())
                    .addKeyValue("step", failure.step())
                    .addKeyValue("hint", failure.error().hint());
            if (failure.error().kind() == ErrorKind.INTERNAL) {
                line = line.setCause(failure.cause());
            }
        }
        line.log(text(end));
    }

    private static Level level(Outcome outcome) {
        return switch (outcome) {
            case PUBLISHED, SKIPPED -> Level.INFO;
            case STOPPED -> Level.WARN;
            case FAILED -> Level.ERROR;
        };
    }

    private static String text(RunEnd end) {
        String time = ", in " + spelled(end.took()) + ", " + counted(end.attempts(), "attempt");
        String run = ", run " + end.runId();
        return switch (end.outcome()) {
            case PUBLISHED -> "Published " + end.table() + ": " + amount(end) + time + ", " + crawl(end) + run;
            case SKIPPED -> "Skipped " + end.table() + ": nothing was left to publish" + time + ", " + crawl(end) + run;
            case STOPPED ->
                "Stopped " + end.table() + ": the process ends; "
                        + (end.manifest() == null
                                ? "nothing is published, and the table runs again at its next fire"
                                : amount(end) + " are published, but the catalog is not updated")
                        + time + run;
            case FAILED -> "Failed " + end.table() + failed(end, end.failure(), time + run);
        };
    }

    private static String failed(RunEnd end, @Nullable Failure failure, String timeAndRun) {
        if (failure == null) {
            return timeAndRun;
        }
        String published =
                end.manifest() == null ? "" : "; " + amount(end) + " are published, but the catalog is not updated";
        return " at step " + failure.step() + timeAndRun + published + ": "
                + failure.error().getMessage();
    }

    private static String amount(RunEnd end) {
        Manifest manifest = end.manifest();
        return manifest == null
                ? "nothing"
                : counted(manifest.rows(), "row") + " in "
                        + counted(manifest.files().size(), "file") + ", " + counted(manifest.bytes(), "byte");
    }

    private static String crawl(RunEnd end) {
        RunEnd.Crawled crawl = end.crawl();
        if (crawl == null) {
            Manifest manifest = end.manifest();
            return manifest != null && manifest.catalog() == CatalogMode.GLUE ? "Glue table written" : "no crawler";
        }
        CrawlResult result = crawl.result();
        return "crawler " + crawl.crawler() + " succeeded in " + spelled(result.duration())
                + result.changes()
                        .map(changes -> " (" + counted(changes.created(), "table") + " created, " + changes.updated()
                                + " updated)")
                        .orElse("");
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static double seconds(Duration took) {
        return Math.round(took.toNanos() / NANOS * 1000) / 1000.0;
    }

    private static String spelled(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toNanos() / NANOS);
    }
}
