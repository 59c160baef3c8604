package dev.caravan.limit;

import java.time.Duration;

/**
 * How long a wait may last without progress.
 *
 * @param time after which it is ended
 * @param setting that says so, for messages; or a few words where none does
 */
public record Limit(Duration time, String setting) {}
