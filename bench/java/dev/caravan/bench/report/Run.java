package dev.caravan.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * One run of one contender over one table.
 *
 * @param seconds on the clock
 * @param cpuSeconds of the contender's processes
 * @param serverSeconds CPU of PostgreSQL's, or null where it runs elsewhere
 * @param peakBytes of the contender's processes
 * @param outputBytes of the files, or of the stream; 0 where nobody tells
 */
public record Run(
        double seconds, double cpuSeconds, @Nullable Double serverSeconds, long peakBytes, long outputBytes) {}
