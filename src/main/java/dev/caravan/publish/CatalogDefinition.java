package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.catalog.ListedTable;
import dev.caravan.catalog.TableDefinition;
import dev.caravan.catalog.TableDefinition.Column;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogEntry;
import dev.caravan.lake.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the Glue table of a lake's table says, and which Glue tables are of this lake.
 *
 * @param bucket of the lake
 */
record CatalogDefinition(String bucket, Layout layout) {
    /** The parameter that says which folder of which lake a table is of. */
    private static final String OWNER = "caravan_table";

    private static final String RUN = "caravan_run";
    private static final String ATTEMPT = "caravan_attempt";

    /** A key of the bucket as an address. */
    String uri(String key) {
        return "s3://" + bucket + "/" + key;
    }

    /**
     * What the table says when readers are led to a folder.
     *
     * @param manifest of the run whose files are there
     * @param location the folder: a key that ends in a slash
     */
    TableDefinition of(JsonNode manifest, String location) {
        List<Column> columns = new ArrayList<>();
        List<Column> keys = ListedPartitions.keys(manifest);
        for (JsonNode column : manifest.path("columns")) {
            String name = column.path("name").asText().toLowerCase(Locale.ROOT);
            boolean isKey = column.hasNonNull("partition")
                    || keys.stream().anyMatch(key -> key.name().equals(name));
            if (!isKey) {
                columns.add(new Column(name, column.path("glue").asText(), text(column, "comment")));
            }
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("EXTERNAL", "TRUE");
        parameters.put("classification", "parquet");
        parameters.put("typeOfData", "file");
        parameters.put("numRows", manifest.path("rows").asText("0"));
        parameters.put("rawDataSize", manifest.path("bytes").asText("0"));
        parameters.put("totalSize", manifest.path("bytes").asText("0"));
        parameters.put("numFiles", Integer.toString(manifest.path("files").size()));
        parameters.put(OWNER, uri(layout.data()));
        parameters.put(RUN, manifest.path("runId").asText());
        parameters.put(ATTEMPT, manifest.path("attempt").asText());
        if (ListedPartitions.areProjected(manifest)) {
            parameters.putAll(Projection.parameters(manifest, uri(location)));
        }
        return new TableDefinition(uri(location), text(manifest, "comment"), columns, keys, parameters);
    }

    /** The folders that partitions of this table lead to, as addresses. */
    List<String> folders() {
        return List.of(uri(layout.data()), uri(layout.beside()));
    }

    /**
     * Makes sure that a table of the catalog is partitioned as the run is.
     *
     * @param isProjected whether readers work the partitions of the run out
     * @throws ExportException BAD_CONFIGURATION when it is not
     */
    void requireKeys(CatalogEntry entry, ListedTable listed, List<Column> keys, boolean isProjected) {
        List<String> there = told(listed.partitionColumns());
        if (!there.equals(told(keys))) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Table " + entry.name() + " of the Glue catalog has "
                            + (there.isEmpty() ? "no partitions" : "the partitions " + String.join(", ", there))
                            + ", and the run has "
                            + (keys.isEmpty() ? "none" : String.join(", ", told(keys)))
                            + ".",
                    "Delete the table from the catalog, and a crawler that has found partitions, if one has; the files stay, and"
                            + " the next run makes the table again. Or set partitionBy as it was.");
        }
        boolean wasProjected = Projection.isOf(listed.parameters());
        if (!keys.isEmpty() && wasProjected != isProjected) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Table " + entry.name() + " of the Glue catalog has "
                            + (wasProjected
                                    ? "partition projection, and the run has a list of partitions"
                                    : "a list of partitions, and the run has partition projection")
                            + ", and some readers would go on to find the partitions of the earlier run.",
                    "Delete the table from the catalog; the files stay, and the next run makes the table again. Or set projection: "
                            + wasProjected + ".");
        }
    }

    private static List<String> told(List<Column> keys) {
        return keys.stream().map(key -> key.name() + " (" + key.type() + ")").toList();
    }

    private static Optional<String> text(JsonNode document, String field) {
        return Optional.of(document.path(field).asText("")).filter(text -> !text.isBlank());
    }

    /** Whether a table of the catalog is of this lake and leads into its folders. */
    boolean isOurs(ListedTable listed) {
        return uri(layout.data()).equals(listed.parameters().get(OWNER))
                && (listed.location().startsWith(uri(layout.data()))
                        || listed.location().startsWith(uri(layout.runsBeside()))
                        || listed.location().startsWith(uri(layout.uploads())));
    }

    /** Whether it leads to the files of this attempt. */
    boolean isOf(ListedTable listed, String attempt) {
        return isOurs(listed) && attempt.equals(listed.parameters().get(ATTEMPT));
    }

    /** Whether it leads to the files of this attempt in this folder. */
    boolean isAt(ListedTable listed, String attempt, String location) {
        return isOf(listed, attempt) && listed.location().equals(uri(location));
    }

    /**
     * Makes sure that a table of the catalog may be written.
     *
     * @throws ExportException BAD_CONFIGURATION when it is not of this lake, and is not to be adopted
     */
    void require(CatalogEntry entry, ListedTable listed, boolean adopt) {
        if (adopt || isOurs(listed)) {
            return;
        }
        String owner = listed.parameters().get(OWNER);
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "Table " + entry.name() + " of the Glue catalog "
                        + (listed.location().isEmpty() ? "has no location" : "is at " + listed.location())
                        + (owner == null
                                ? " and was not made by Caravan"
                                : uri(layout.data()).equals(owner)
                                        ? ", which is no folder of this table"
                                        : " and belongs to " + owner)
                        + ", so it is left as it is.",
                "Set adopt: true in the table file to take it over, give the table another routeId, or set another"
                        + " caravan.glue.database.");
    }
}
