package dev.caravan.write;

import dev.caravan.batch.Field;
import dev.caravan.batch.Geography;
import dev.caravan.batch.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The metadata by which readers know columns of geometry: GeoParquet 1.1, the entry {@code geo} of the footer.
 *
 * <p>Only columns at the root of the schema are told of, as the specification wants it. A coordinate system other than WGS 84 in
 * degrees would have to be written out as PROJJSON, which the database does not have; it is declared unknown, and its
 * SRID stands beside.
 */
final class GeoParquet {
    private static final String KEY = "geo";

    private GeoParquet() {}

    /** What the footer says besides the schema; nothing when no column is geometry. */
    static Map<String, String> metadata(List<Field> fields) {
        Map<String, Geography> columns = new LinkedHashMap<>();
        for (Field field : fields) {
            if (field.target() instanceof Target.Leaf leaf && leaf.geography() != null) {
                columns.put(field.name(), leaf.geography());
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
