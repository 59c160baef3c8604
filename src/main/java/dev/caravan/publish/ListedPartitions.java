package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.catalog.PartitionDefinition;
import dev.caravan.catalog.TableDefinition.Column;
import dev.caravan.partition.HiveFolder;
import dev.caravan.partition.Partitioning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The partitions of a run, as its manifest tells them. */
final class ListedPartitions {
    private ListedPartitions() {}

    /** The partition keys of the table in the catalog; none for a table that is not partitioned. */
    static List<Column> keys(JsonNode manifest) {
        List<Column> keys = new ArrayList<>();
        for (JsonNode level : levels(manifest)) {
            keys.add(new Column(level.path("name").asText(), level.path("glue").asText(), Optional.empty()));
        }
        return keys;
    }

    /** The same of a run that has no manifest yet. */
    static List<Column> keys(Partitioning partitioning) {
        return partitioning.levels().stream()
                .map(level -> new Column(level.name(), level.glue(), Optional.empty()))
                .toList();
    }

    /** The levels of folders. */
    static JsonNode levels(JsonNode manifest) {
        return manifest.path("partitions").path("by");
    }

    /** Whether readers work the partitions out. */
    static boolean areProjected(JsonNode manifest) {
        return manifest.path("partitions").path("projection").asBoolean();
    }

    /** Whether the catalog lists them. */
    static boolean areListed(JsonNode manifest) {
        return levels(manifest).size() > 0 && !areProjected(manifest);
    }

    /**
     * The partitions with rows, each with its folder.
     *
     * @param uri gives a key of the bucket as an address
     */
    static List<PartitionDefinition> of(JsonNode manifest, UnaryOperator<String> uri) {
        Map<List<String>, String> folders = new LinkedHashMap<>();
        for (JsonNode file : manifest.path("files")) {
            if (file.path("rows").asLong() > 0) {
                folders.putIfAbsent(
                        values(file), TableObjects.folder(file.path("key").asText()));
            }
        }
        List<PartitionDefinition> partitions = new ArrayList<>();
        folders.forEach((values, folder) -> partitions.add(new PartitionDefinition(values, uri.apply(folder))));
        return partitions;
    }

    /** The values of the partition of a file, as a catalog lists them. */
    static List<String> values(JsonNode file) {
        List<String> values = new ArrayList<>();
        for (JsonNode value : file.path("partition")) {
            values.add(value.isNull() ? HiveFolder.NULL : value.asText());
        }
        return values;
    }
}
