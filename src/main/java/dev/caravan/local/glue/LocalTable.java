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

/** A table of the catalog, with its versions and partitions. */
final class LocalTable {
    private final String account;
    private final String database;
    private final List<ObjectNode> versions = new ArrayList<>();
    private final Map<List<String>, ObjectNode> partitions = new LinkedHashMap<>();
    private int nextVersion;

    LocalTable(String account, String database, ObjectNode input) {
        this.account = account;
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

    /**
     * Makes what the caller gave the newest version.
     *
     * @param isArchived whether the version before it stays
     */
    void update(ObjectNode input, boolean isArchived) {
        ObjectNode before = current();
        add(input, Instant.now());
        current().set("CreateTime", before.path("CreateTime"));
        if (!isArchived) {
            versions.remove(before);
        }
    }

    /** A version by its number. */
    ObjectNode version(String id) {
        return versions.stream()
                .filter(version -> version.path("VersionId").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> GlueFault.notFound("Version " + id + " of the table not found."));
    }

    /** Forgets an archived version. */
    void deleteVersion(String id) {
        ObjectNode found = version(id);
        if (found.equals(current())) {
            throw GlueFault.invalid("Version " + id + " is the current one and cannot be deleted.");
        }
        versions.remove(found);
    }

    Map<List<String>, ObjectNode> partitions() {
        return partitions;
    }

    /** The partition of these values. */
    ObjectNode partition(List<String> values) {
        requireCount(values);
        ObjectNode found = partitions.get(values);
        if (found == null) {
            throw GlueFault.notFound("Cannot find partition. Values: " + values);
        }
        return found;
    }

    /**
     * Adds a partition.
     *
     * @throws GlueFault when its values are taken or their number is not that of the partition keys
     */
    void addPartition(JsonNode input) {
        List<String> values = Request.texts(input.path("Values"));
        requireCount(values);
        if (partitions.containsKey(values)) {
            throw GlueFault.alreadyExists("Partition already exists. Values: " + values);
        }
        putPartition(values, input.deepCopy());
    }

    /**
     * Changes a partition.
     *
     * @throws GlueFault when there is none, or other values are in the input: Glue says of them that they cannot be changed
     */
    void updatePartition(List<String> values, JsonNode input) {
        partition(values);
        if (!Request.texts(input.path("Values")).equals(values)) {
            throw GlueFault.invalid("The Values property of a partition cannot be changed: it is " + values + ", and "
                    + Request.texts(input.path("Values")) + " in the input.");
        }
        putPartition(values, input.deepCopy());
    }

    /** Removes a partition. */
    void deletePartition(List<String> values) {
        partition(values);
        partitions.remove(values);
    }

    private void requireCount(List<String> values) {
        int keys = current().path("PartitionKeys").size();
        if (values.isEmpty() || values.size() != keys) {
            throw GlueFault.invalid("The number of partition keys (" + keys
                    + ") do not match the number of partition values (" + values.size() + ")");
        }
    }

    /** Adds a partition, or replaces all of it except the time of its creation. */
    void putPartition(List<String> values, ObjectNode input) {
        input.put("DatabaseName", database)
                .put("TableName", current().path("Name").asText());
        ObjectNode known = partitions.put(values, stamp(input.put("CatalogId", account), "CreationTime"));
        if (known != null) {
            input.set("CreationTime", known.path("CreationTime"));
        }
    }

    private void add(ObjectNode input, Instant now) {
        ObjectNode table = input.deepCopy();
        table.put("Name", new Request(input).requiredName("Name"));
        table.put("DatabaseName", database).put("CatalogId", account);
        table.put("VersionId", Integer.toString(nextVersion++));
        table.put("IsRegisteredWithLakeFormation", false);
        table.put("CreatedBy", "arn:aws:iam::" + account + ":root");
        stamp(stamp(table, "CreateTime", now), "UpdateTime", now);
        versions.add(table);
    }
}
