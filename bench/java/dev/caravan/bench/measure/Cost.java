package dev.caravan.bench.measure;

/**
 * What a run took on the contender's side.
 *
 * @param seconds on the clock
 * @param cpuSeconds of all its processes, in user and kernel mode
 * @param peakBytes the most memory they had at once
 * @param answer what it said of itself
 */
public record Cost(double seconds, double cpuSeconds, long peakBytes, String answer) {}
