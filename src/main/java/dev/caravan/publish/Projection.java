package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.option.Words;
import dev.caravan.partition.HiveFolder;
import dev.caravan.partition.Partition;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import dev.caravan.write.DataFile;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Partition projection: parameters of a Glue table from which Athena and Trino work out its partitions.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html">Supported types for partition
 * projection</a>.
 */
final class Projection {
    /** More values than so are not listed; queries have to name the one that they want (injected). */
    private static final int MOST_VALUES = 1_000;

    private static final String ENABLED = "projection.enabled";

    private static final Set<String> INTEGERS = Set.of("smallint", "int", "bigint");

    private Projection() {}

    /**
     * Makes sure that readers find every row.
     *
     * @throws ExportException BAD_VALUE for NULL, which no range has, and for a text that the name of its folder does not have as it is
     */
    static void require(String tableId, Partitioning partitioning, List<DataFile> files) {
        if (!partitioning.isProjected()) {
            return;
        }
        for (DataFile file : files) {
            Partition partition = file.partition();
            for (int i = 0; i < partitioning.levels().size() && file.rows() > 0; i++) {
                String value = partition.values().get(i);
                PartitionLevel level = partitioning.levels().get(i);
                if (value == null || !value.equals(HiveFolder.escape(value)) || value.indexOf(',') >= 0) {
                    throw new ExportException(
                            ErrorCode.BAD_VALUE,
                            "Table " + tableId + " has partition projection, and rows whose partition " + level.name()
                                    + " is " + (value == null ? "NULL" : "'" + value + "'")
                                    + ", which readers cannot work out.",
                            "Leave these rows out with where, partition by another column, or leave out projection, so that the"
                                    + " catalog lists the partitions.");
                }
            }
        }
    }

    /** Whether a table with these parameters has it. */
    static boolean isOf(Map<String, String> parameters) {
        return "true".equalsIgnoreCase(parameters.get(ENABLED));
    }

    /**
     * The parameters of the table.
     *
     * @param location the address of the folder that has the folders of the partitions; it ends in a slash
     */
    static Map<String, String> parameters(JsonNode manifest, String location) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(ENABLED, "true");
        StringBuilder template = new StringBuilder(location);
        int place = 0;
        for (JsonNode level : ListedPartitions.levels(manifest)) {
            String name = level.path("name").asText();
            template.append(name).append("=${").append(name).append("}/");
            String prefix = "projection." + name + ".";
            level(level, values(manifest, place)).forEach((key, value) -> parameters.put(prefix + key, value));
            place++;
        }
        parameters.put("storage.location.template", template.toString());
        return parameters;
    }

    private static SortedSet<String> values(JsonNode manifest, int place) {
        boolean isNumber = INTEGERS.contains(
                ListedPartitions.levels(manifest).get(place).path("glue").asText());
        TreeSet<String> values =
                new TreeSet<>(isNumber ? Comparator.comparingLong(Long::parseLong) : Comparator.<String>naturalOrder());
        manifest.path("files").forEach(file -> {
            JsonNode value = file.path("partition").path(place);
            if (file.path("rows").asLong() > 0 && value.isTextual()) {
                values.add(value.asText());
            }
        });
        return values;
    }

    private static Map<String, String> level(JsonNode level, SortedSet<String> values) {
        String glue = level.path("glue").asText();
        return switch (Words.read(
                Transform.class, "transform", level.path("transform").asText())) {
            case HOUR -> dates("yyyy-MM-dd-HH", "HOURS", "1970-01-01-00", values);
            case DAY -> dates("yyyy-MM-dd", "DAYS", "1970-01-01", values);
            case WEEK -> dates("yyyy-MM-dd", "WEEKS", "1969-12-29", values);
            case MONTH -> dates("yyyy-MM", "MONTHS", "1970-01", values);
            case YEAR -> integers(values);
            case MONTH_OF_YEAR -> Map.of("type", "integer", "range", "1,12");
            case DAY_OF_MONTH -> Map.of("type", "integer", "range", "1,31");
            case HOUR_OF_DAY -> Map.of("type", "integer", "range", "0,23");
            case COLUMN -> {
                if (glue.equals("date")) {
                    yield dates("yyyy-MM-dd", "DAYS", "1970-01-01", values);
                }
                yield values.size() > MOST_VALUES
                        ? Map.of("type", "injected")
                        : values.isEmpty() && INTEGERS.contains(glue) ? integers(values) : listed(values);
            }
        };
    }

    private static Map<String, String> dates(String format, String unit, String any, SortedSet<String> values) {
        return Map.of(
                "type", "date", "format", format, "interval", "1", "interval.unit", unit, "range", range(any, values));
    }

    private static Map<String, String> integers(SortedSet<String> values) {
        return Map.of("type", "integer", "range", range("0", values));
    }

    private static Map<String, String> listed(SortedSet<String> values) {
        return Map.of("type", "enum", "values", values.isEmpty() ? HiveFolder.NULL : String.join(",", values));
    }

    /** A table without rows has a range of one value, whose folder is not there. */
    private static String range(String any, SortedSet<String> values) {
        return values.isEmpty() ? any + "," + any : values.first() + "," + values.last();
    }
}
