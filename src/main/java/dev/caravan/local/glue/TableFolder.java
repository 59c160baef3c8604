package dev.caravan.local.glue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A folder that holds files and so becomes a table: the union of its files' columns, its partitions and totals. */
final class TableFolder {
    /** What lies in a table or partition. */
    record Totals(long rows, long files, long bytes) {
        Totals plus(Totals more) {
            return new Totals(rows + more.rows, files + more.files, bytes + more.bytes);
        }
    }

    private record Column(String type, String file) {}

    private static final Pattern LONE_PERCENT = Pattern.compile("%(?!\\p{XDigit}{2})");

    private final String location;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<List<String>, Totals> partitions = new LinkedHashMap<>();
    private final Map<List<String>, String> partitionLocations = new LinkedHashMap<>();
    private @Nullable List<String> partitionKeys;

    /** An empty folder at {@code s3://bucket/…/}. */
    TableFolder(String location) {
        this.location = location;
    }

    /** The part of a folder's path that is the table: all before the first {@code key=value}. */
    static String tablePart(String folder) {
        StringBuilder table = new StringBuilder();
        for (String part : folder.split("/")) {
            if (part.contains("=")) {
                break;
            }
            table.append(part).append(part.isEmpty() ? "" : "/");
        }
        return table.toString();
    }

    /**
     * Takes one file in.
     *
     * @param partition the folders between table and file, each {@code key=value}, or empty
     * @throws CrawlFailure when it does not fit to the files before it
     */
    void add(String file, String partition, MessageType schema, Totals totals) {
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String part : partition.isEmpty() ? new String[0] : partition.split("/")) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new CrawlFailure("Folder " + part + " of " + file + " is not key=value like those above it");
            }
            keys.add(decoded(part.substring(0, equals)).toLowerCase(Locale.ROOT));
            values.add(decoded(part.substring(equals + 1)));
        }
        if (!keys.equals(Objects.requireNonNullElse(partitionKeys, keys))) {
            throw new CrawlFailure("Partition keys of " + file + " are " + keys + ", but " + partitionKeys
                    + " in other files of " + location);
        }
        partitionKeys = keys;
        merge(file, schema);
        partitions.merge(values, totals, Totals::plus);
        partitionLocations.put(values, location + partition + "/");
    }

    String location() {
        return location;
    }

    /** The name of the last folder, or of the bucket. */
    String folderName() {
        String[] parts = location.split("/");
        return parts[parts.length - 1];
    }

    /** Column name to Glue type, in the order of the files. */
    Map<String, String> columns() {
        Map<String, String> types = new LinkedHashMap<>();
        columns.forEach((name, column) -> types.put(name, column.type()));
        return types;
    }

    List<String> partitionKeys() {
        return Objects.requireNonNullElse(partitionKeys, List.of());
    }

    Map<List<String>, Totals> partitions() {
        return partitions;
    }

    String location(List<String> partition) {
        return partitionLocations.getOrDefault(partition, location);
    }

    Totals totals() {
        return partitions.values().stream().reduce(new Totals(0, 0, 0), Totals::plus);
    }

    private void merge(String file, MessageType schema) {
        for (Type field : schema.getFields()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            Column column = new Column(GlueTypes.of(field), file);
            Column known = columns.putIfAbsent(name, column);
            if (partitionKeys().contains(name)) {
                throw new CrawlFailure(
                        "Column " + name + " of " + file + " is a partition key of " + location + " too");
            }
            if (known != null && known.file().equals(file)) {
                throw new CrawlFailure("Two columns of " + file + " are " + name + " in lower case");
            }
            if (known != null && !known.type().equals(column.type())) {
                throw new CrawlFailure("Column " + name + " is " + known.type() + " in " + known.file() + " and "
                        + column.type() + " in " + file);
            }
        }
    }

    /** Undoes the escapes of a folder's name, as Hive does: a percent sign that two digits do not follow, and a plus sign, are themselves. */
    private static String decoded(String name) {
        return URLDecoder.decode(
                LONE_PERCENT.matcher(name).replaceAll("%25").replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
