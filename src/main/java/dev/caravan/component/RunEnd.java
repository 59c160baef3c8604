package dev.caravan.component;

import dev.caravan.catalog.CrawlResult;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Manifest;
import dev.caravan.option.Words;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, whatever attempts it had.
 *
 * @param table its name in the lake
 * @param runId the run
 * @param outcome for good
 * @param took from the moment its exchange began, with all waits and attempts
 * @param attempts of the run, and of the steps after its publication
 * @param manifest what was published; null when nothing was
 * @param crawl the crawl that succeeded after the publication, if one did
 * @param failure why it failed permanently, or why it was broken off; null when it was neither
 */
public record RunEnd(
        String table,
        String runId,
        Outcome outcome,
        Duration took,
        int attempts,
        @Nullable Manifest manifest,
        @Nullable Crawled crawl,
        @Nullable Failure failure) {

    /** The ways in which a run ends. */
    public enum Outcome {
        /** Everything is published, and the catalog is updated. */
        PUBLISHED,
        /** It failed permanently; with a manifest it is the catalog that failed. */
        FAILED,
        /** There was nothing to publish: another process has published the run, or its route ended without a publication. */
        SKIPPED,
        /** The process ended first; the run starts again at its next fire. */
        STOPPED;

        /** As metrics and log name it. */
        public String spelled() {
            return Words.of(this);
        }
    }

    /** A crawler's success. */
    public record Crawled(String crawler, CrawlResult result) {}

    /**
     * A failure.
     *
     * @param error what happened, and the hint
     * @param cause what was thrown; its stack trace matters when the error is internal
     * @param step the id of the step that failed
     */
    public record Failure(ExportException error, Throwable cause, String step) {}
}
