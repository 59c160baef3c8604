package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One object a run, on a line of its own, with the same nine members whether it went well or not. What became of bad values,
 * and drift, follow where there are any.
 */
final class JsonLines implements Console {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public void show(ExportResult result) {
        ExportException failure = result.failure();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("table", result.table());
        line.put("runId", result.runId());
        line.put("status", result.isPublished() ? "published" : "failed");
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
        try {
            System.out.println(MAPPER.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that is not JSON", e);
        }
    }
}
