package dev.caravan.publish;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;

/**
 * Why a run was given up.
 *
 * @param table the table's name in the lake
 * @param runId the run
 * @param step the step that failed, by its id in the route
 * @param code what kind of failure
 * @param kind who can fix it
 * @param error what happened
 * @param hint what the user has to do
 * @param tries how often the run was tried, or the step that failed after its publication
 * @param at ISO 8601, UTC
 */
public record DeadLetter(
        String table,
        String runId,
        String step,
        ErrorCode code,
        ErrorKind kind,
        String error,
        String hint,
        int tries,
        String at) {}
