package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * An earlier run whose files stay, for queries that are still running and for going back.
 *
 * @param runId the run
 * @param attempt the attempt whose files these are
 * @param manifest the key of its manifest, which names them
 * @param location their folder: a key that ends in a slash
 * @param replaced when readers were led elsewhere, ISO 8601 in UTC
 * @param byPartition whether partitions led readers to its files, which may be those of other runs too
 */
public record KeptRun(
        String runId,
        String attempt,
        String manifest,
        String location,
        String replaced,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean byPartition) {
    /** Whether its files are those of this attempt. */
    public boolean isOf(String someRun, String someAttempt) {
        return runId.equals(someRun) && attempt.equals(someAttempt);
    }

    /** Whether it has folders of its own, to which readers can be led again. */
    @JsonIgnore
    public boolean isInOwnFolder() {
        return byPartition || location.matches("(?s).*/run=[^/]+/");
    }

    /** Whether no query that began while it was the table can be running, if none runs longer than so. */
    public boolean isReplacedBefore(Instant moment) {
        return LastPublication.moment(replaced).map(moment::isAfter).orElse(false);
    }
}
