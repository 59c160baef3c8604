package dev.caravan.publish;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.time.Duration;

/**
 * How many runs of {@code publish: swap} stay in the lake, for queries that are still running and for going back.
 *
 * @param runs how many, the current one included; from 1 on
 * @param time for how long each stays at least when another one has replaced it
 */
public record Keep(int runs, Duration time) {
    public Keep {
        if (runs < 1) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION, "keepRuns is " + runs + ".", "Set it to a whole number from 1 on.");
        }
    }

    /** The same, and never fewer runs than so. */
    Keep atLeast(int least) {
        return runs < least ? new Keep(least, time) : this;
    }
}
