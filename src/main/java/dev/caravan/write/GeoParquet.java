package dev.caravan.write;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.Geography;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The metadata by which readers know columns of geometry: GeoParquet 1.1, the entry {@code geo} of the footer.
 *
 * <p>Only columns at the root of the schema are described, as the specification requires. A coordinate system other than WGS 84 in
 * degrees would have to be written out as PROJJSON, which the database does not have; it is declared unknown, and its
 * SRID stands beside. Types and bounding box are left open. A column with a value that GeoParquet does not allow, such as a
 * curve or a point with M, is plain binary to readers of this file: they would trust the metadata and fail.
 */
final class GeoParquet {
    private static final String KEY = "geo";

    private final List<Field> fields;

    /** Positions of the columns of which every value so far is allowed. */
    private final Set<Integer> allowed = new TreeSet<>();

    /** The metadata of a file with these columns, before the first value. */
    GeoParquet(List<Field> fields) {
        this.fields = fields;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).target() instanceof Target.Leaf leaf && leaf.geography() != null) {
                allowed.add(i);
            }
        }
    }

    /** Takes notice of a batch that goes into the file. */
    void see(RowBatch batch) {
        allowed.removeIf(column -> !isAllowed((BytesVector) batch.columns().get(column), batch.rows()));
    }

    private static boolean isAllowed(BytesVector values, int rows) {
        for (int row = 0; row < rows; row++) {
            if (!values.isNull(row)
                    && !WkbGeometry.isAllowed(values.buffer(row), values.offset(row), values.length(row))) {
                return false;
            }
        }
        return true;
    }

    /** What the footer says besides the schema; nothing when no column is geometry. */
    Map<String, String> metadata() {
        Map<String, Geography> columns = new LinkedHashMap<>();
        for (int column : allowed) {
            if (fields.get(column).target() instanceof Target.Leaf leaf && leaf.geography() != null) {
                columns.put(fields.get(column).name(), leaf.geography());
            }
        }
        if (columns.isEmpty()) {
            return Map.of();
        }
        return Map.of(
                KEY,
                "{\"version\":\"1.1.0\",\"primary_column\":"
                        + quoted(columns.keySet().iterator().next())
                        + ",\"columns\":"
                        + columns.entrySet().stream()
                                .map(column -> quoted(column.getKey()) + ":" + column(column.getValue()))
                                .collect(Collectors.joining(",", "{", "}"))
                        + "}");
    }

    private static String column(Geography geography) {
        String system = geography.srid() == Geography.WGS_84
                ? ""
                : ",\"crs\":null" + (geography.srid() == 0 ? "" : ",\"srid\":" + geography.srid());
        return "{\"encoding\":\"WKB\",\"geometry_types\":[]" + system
                + (geography.spherical() ? ",\"edges\":\"spherical\"" : "") + "}";
    }

    private static String quoted(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }
}
