package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A table of the catalog, with its versions and partitions. */
final class LocalTable {
    /** The account that owns everything here. */
    static final String ACCOUNT = "000000000000";

    private final String database;
    private final List<ObjectNode> versions = new ArrayList<>();
    private final Map<List<String>, ObjectNode> partitions = new LinkedHashMap<>();

    LocalTable(String database, ObjectNode input) {
        this.database = database;
        add(input, Instant.now());
    }

    /** Sets a point in time as Glue's JSON wants it: seconds with a fraction. */
    static ObjectNode stamp(ObjectNode node, String field) {
        return stamp(node, field, Instant.now());
    }

    static ObjectNode stamp(ObjectNode node, String field, Instant time) {
        return node.put(field, BigDecimal.valueOf(time.toEpochMilli(), 3));
    }

    /** The newest version. */
    ObjectNode current() {
        return versions.get(versions.size() - 1);
    }

    /** Every version, newest first. */
    List<ObjectNode> versions() {
        List<ObjectNode> newestFirst = new ArrayList<>(versions);
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** Makes what the caller gave the newest version. */
    void update(ObjectNode input) {
        ObjectNode created = Request.object().set("CreateTime", current().path("CreateTime"));
        add(input, Instant.now());
        current().setAll(created);
    }

    Map<List<String>, ObjectNode> partitions() {
        return partitions;
    }

    /**
     * Adds a partition.
     *
     * @throws GlueFault when its values are taken or their number is not that of the partition keys
     */
    void addPartition(JsonNode input) {
        List<String> values = StreamSupport.stream(input.path("Values").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        int keys = current().path("PartitionKeys").size();
        if (values.isEmpty() || values.size() != keys) {
            throw GlueFault.invalid("The number of partition keys (" + keys
                    + ") do not match the number of partition values (" + values.size() + ")");
        }
        if (partitions.containsKey(values)) {
            throw GlueFault.alreadyExists("Partition already exists. Values: " + values);
        }
        putPartition(values, input.deepCopy());
    }

    /** Adds a partition or replaces it. */
    void putPartition(List<String> values, ObjectNode input) {
        input.put("DatabaseName", database)
                .put("TableName", current().path("Name").asText());
        partitions.put(values, stamp(input.put("CatalogId", ACCOUNT), "CreationTime"));
    }

    private void add(ObjectNode input, Instant now) {
        ObjectNode table = input.deepCopy();
        table.put("Name", new Request(input).requiredName("Name"));
        table.put("DatabaseName", database).put("CatalogId", ACCOUNT);
        table.put("VersionId", Integer.toString(versions.size()));
        table.put("IsRegisteredWithLakeFormation", false);
        table.put("CreatedBy", "arn:aws:iam::" + ACCOUNT + ":root");
        stamp(stamp(table, "CreateTime", now), "UpdateTime", now);
        versions.add(table);
    }
}
