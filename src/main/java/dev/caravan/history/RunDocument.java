package dev.caravan.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.error.ExportException;
import dev.caravan.history.PastRun.Outcome;
import dev.caravan.lake.Json;
import dev.caravan.lake.LastPublication;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.plan.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The manifest or dead letter of a run, of this version of Caravan or another.
 *
 * @param table the table's name in the lake
 * @param key where it lies
 * @param content what it says; a missing node when it is no JSON object
 */
record RunDocument(String table, String key, JsonNode content) {
    private static final double MILLIS = 1_000.0;

    static RunDocument of(String table, String key, byte[] bytes) {
        return new RunDocument(table, key, content(bytes));
    }

    private static JsonNode content(byte[] bytes) {
        try {
            JsonNode read = Json.tree(bytes);
            return read.isObject() ? read : MissingNode.getInstance();
        } catch (ExportException e) {
            return MissingNode.getInstance();
        }
    }

    /** The run that a key names. */
    static String runOf(String key) {
        return RunId.atStartOf(key.substring(key.lastIndexOf('/') + 1));
    }

    String run() {
        return runOf(key);
    }

    String attempt() {
        return content.path("attempt").asText();
    }

    /** Whether it is a dead letter. */
    boolean isOfFailure(Layout layout) {
        return key.startsWith(layout.deadLetters());
    }

    /**
     * What a manifest tells.
     *
     * @param state of the table; null when it is not known
     * @param before the rows of the published run before; null without one
     */
    PastRun published(@Nullable State state, @Nullable Long before) {
        if (content.isMissingNode()) {
            return PastRun.unreadable(table, run(), key);
        }
        Long rows = number("rows");
        return new PastRun(
                table,
                run(),
                outcome(state),
                text("finished"),
                rows,
                rows == null || before == null ? null : Long.valueOf(rows - before),
                number("rowsRejected"),
                number("bytes"),
                content.path("files").size(),
                seconds(),
                null,
                null,
                key);
    }

    private Outcome outcome(@Nullable State state) {
        if (state == null) {
            return Outcome.PUBLISHED;
        }
        if (state.isOf(run(), attempt())) {
            return Outcome.CURRENT;
        }
        return state.kept().stream().anyMatch(kept -> kept.isInOwnFolder() && kept.isOf(run(), attempt()))
                ? Outcome.KEPT
                : Outcome.PUBLISHED;
    }

    /** What a dead letter tells. */
    PastRun failed() {
        if (content.isMissingNode()) {
            return PastRun.unreadable(table, run(), key);
        }
        return new PastRun(
                table,
                run(),
                Outcome.FAILED,
                text("at"),
                null,
                null,
                null,
                null,
                null,
                null,
                text("code"),
                text("error"),
                key);
    }

    /** The sum of the steps; of documents of earlier builds, from the plan to the end. */
    private @Nullable Double seconds() {
        JsonNode steps = content.path("seconds");
        if (steps.isObject()) {
            double sum = steps.path("plan").asDouble()
                    + steps.path("read").asDouble()
                    + steps.path("publish").asDouble();
            return Math.round(sum * MILLIS) / MILLIS;
        }
        return LastPublication.moment(content.path("started").asText())
                .flatMap(started -> LastPublication.moment(
                                content.path("finished").asText())
                        .map(finished -> Duration.between(started, finished).toMillis() / MILLIS))
                .orElse(null);
    }

    private @Nullable Long number(String field) {
        return content.path(field).isNumber() ? Long.valueOf(content.path(field).asLong()) : null;
    }

    private @Nullable String text(String field) {
        return content.path(field).isTextual() ? content.path(field).asText() : null;
    }
}
