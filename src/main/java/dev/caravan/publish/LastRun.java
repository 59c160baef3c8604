package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.contract.AgreedColumn;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The run whose files a table's folder holds.
 *
 * @param runId the run
 * @param columns what it found, without the columns that hold the text of bad values
 */
public record LastRun(String runId, List<AgreedColumn> columns) {
    public LastRun {
        columns = List.copyOf(columns);
    }

    /** What the manifest of a run says; nothing before the first one, or when its manifest is gone or does not say the types. */
    public static Optional<LastRun> find(LakeStore store, CurrentRun run) {
        return Optional.of(run.manifest())
                .filter(key -> !key.isEmpty())
                .flatMap(store::read)
                .map(manifest -> Json.tree(manifest.bytes()))
                .flatMap(LastRun::of);
    }

    private static Optional<LastRun> of(JsonNode manifest) {
        List<AgreedColumn> columns = new ArrayList<>();
        for (JsonNode column : manifest.path("columns")) {
            if (!column.hasNonNull("parquet")) {
                return Optional.empty();
            }
            if (!column.hasNonNull("textOf")) {
                // Files may hold NULL in every column, whatever the source promised then.
                columns.add(new AgreedColumn(
                        column.path("name").asText(), column.path("parquet").asText(), true));
            }
        }
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new LastRun(manifest.path("runId").asText(), columns));
    }
}
