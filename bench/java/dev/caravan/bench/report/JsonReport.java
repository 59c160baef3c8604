package dev.caravan.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Every figure of every run, with its medians, for programs. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    /** Writes it. */
    public static void write(Report report, Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.set("conditions", JSON.valueToTree(report.conditions()));
        ArrayNode tables = root.putArray("tables");
        report.tables().forEach(table -> tables.add(table(table)));
        root.set("leftOut", JSON.valueToTree(report.leftOut()));
        Files.writeString(file, JSON.writeValueAsString(root) + "\n");
    }

    private static ObjectNode table(TableResult table) {
        ObjectNode node = JSON.createObjectNode()
                .put("table", table.name())
                .put("title", table.title())
                .put("rows", table.rows())
                .put("columns", table.columns())
                .put("tableBytes", table.tableBytes());
        ArrayNode contenders = node.putArray("contenders");
        for (Result result : table.results()) {
            ObjectNode contender = contenders
                    .addObject()
                    .put("name", result.name())
                    .put("label", result.label())
                    .put("refusal", result.refusal());
            if (!result.counts()) {
                continue;
            }
            contender.put(
                    "rowsPerSecond", Math.round(table.rows() / result.seconds().median()));
            table.ratio(result).ifPresent(ratio -> contender.put("ratioToCopy", ratio));
            spread(contender, "seconds", result.seconds());
            spread(contender, "cpuSeconds", result.cpuSeconds());
            spread(contender, "serverSeconds", result.serverSeconds());
            spread(contender, "peakBytes", result.peakBytes());
            spread(contender, "outputBytes", result.outputBytes());
            contender.set("runs", JSON.valueToTree(result.runs()));
        }
        return node;
    }

    private static void spread(ObjectNode contender, String name, @Nullable Spread spread) {
        if (spread == null) {
            contender.putNull(name);
        } else {
            contender.set(name, JSON.valueToTree(spread));
        }
    }
}
