package dev.caravan.cli;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import dev.caravan.routes.Fault;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object for each run and each other failure, on a line of its own, with the same nine members whether it went well or not. What
 * became of bad values, and drift, follow where there are any.
 */
final class JsonLines implements Console {
    private final PrintStream out = System.out;

    @Override
    public void show(ExportResult result) {
        ExportException failure = result.failure();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("table", result.table());
        line.put("runId", result.runId());
        line.put("status", result.isPublished() ? "published" : result.isInterrupted() ? "interrupted" : "failed");
        line.put("rows", result.rows());
        line.put("files", result.files());
        line.put("bytes", result.bytes());
        line.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
        line.put("manifest", result.manifestUri());
        line.put("error", failure == null ? null : failure.getMessage());
        if (result.badValues() > 0) {
            line.put("rowsRejected", result.rowsRejected());
            line.put("badValues", result.badValues());
        }
        if (!result.drift().isEmpty()) {
            line.put("drift", result.drift());
        }
        out.println(JsonAnswer.line(line));
    }

    @Override
    public void show(ExportException failure) {
        out.println(JsonAnswer.line(object(failure)));
        Console.super.show(failure);
    }

    @Override
    public void show(Fault fault) {
        out.println(JsonAnswer.line(object(new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                fault.file() + ":" + fault.line() + ": " + fault.reason(),
                fault.hint()))));
        Console.super.show(fault);
    }

    /** A failure that is of no run. */
    static Map<String, @Nullable Object> object(ExportException failure) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("table", null);
        line.put("runId", null);
        line.put("status", failure.code() == ErrorCode.STOPPED ? "interrupted" : "failed");
        line.put("rows", 0);
        line.put("files", 0);
        line.put("bytes", 0);
        line.put("seconds", 0);
        line.put("manifest", null);
        line.put("error", failure.getMessage());
        return line;
    }
}
