package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;

/**
 * Why a run failed permanently.
 *
 * @param table the table's name in the lake
 * @param runId the run
 * @param step the step that failed, by its id in the route
 * @param code what kind of failure
 * @param kind who can fix it
 * @param error what happened
 * @param hint what the user has to do; earlier builds called the field {@code mend}
 * @param attempts number of attempts of the run, or of the step that failed after its publication
 * @param at ISO 8601, UTC
 */
public record DeadLetter(
        String table,
        String runId,
        String step,
        ErrorCode code,
        ErrorKind kind,
        String error,
        @JsonAlias("mend") String hint,
        @JsonProperty("tries") int attempts,
        String at) {}
