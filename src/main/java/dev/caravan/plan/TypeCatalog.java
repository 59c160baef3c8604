package dev.caravan.plan;

import dev.caravan.types.PgType;
import dev.caravan.types.PgType.Attribute;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads pg_type with everything that the types of a table are made of: elements, base types, attributes. One query a table. */
final class TypeCatalog {
    private static final String NEEDED = """
            WITH RECURSIVE needed(oid) AS (
              SELECT unnest(?::oid[])
              UNION
              SELECT parts.part FROM needed
                JOIN pg_catalog.pg_type t ON t.oid = needed.oid
                CROSS JOIN LATERAL (
                  SELECT t.typelem WHERE t.typelem <> 0
                  UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
                  UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r
                    WHERE t.typtype IN ('r', 'm') AND t.oid::text IN (r.rngtypid::text, to_jsonb(r)->>'rngmultitypid')
                  UNION ALL SELECT a.atttypid FROM pg_catalog.pg_attribute a
                    WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
                ) AS parts(part))
            SELECT t.oid, t.typname,
                   CASE WHEN t.oid < 16384 THEN 'pg_catalog' WHEN t.typsend = 0 THEN '' ELSE coalesce((SELECT e.extname FROM pg_catalog.pg_depend d
                     JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                     WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
                       AND d.refclassid = 'pg_catalog.pg_extension'::regclass), '') END AS origin, t.typtype, t.typelem, t.typbasetype, t.typtypmod,
                   t.typndims, EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid) AS is_array,
                   coalesce((SELECT r.rngsubtype FROM pg_catalog.pg_range r
                     WHERE t.typtype IN ('r', 'm') AND t.oid::text IN (r.rngtypid::text, to_jsonb(r)->>'rngmultitypid')),
                     0) AS subtype,
                   (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                     WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS names,
                   (SELECT array_agg(a.atttypid::bigint ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                     WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS types,
                   (SELECT array_agg(a.atttypmod ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                     WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS modifiers,
                   (SELECT array_agg(a.attndims::int ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                     WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS dimensions,
                   (SELECT array_agg(pg_catalog.format_type(a.atttypid, nullif(a.atttypmod, -1)) ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                     WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS sqls,
                   pg_catalog.format_type(t.typbasetype, nullif(t.typtypmod, -1)) AS base_sql,
                   pg_catalog.format_type(t.oid, NULL) AS sql
              FROM needed JOIN pg_catalog.pg_type t ON t.oid = needed.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            """;

    private final Map<Long, Row> rows = new HashMap<>();

    private TypeCatalog() {}

    /** The types with these oids and all their parts. */
    static TypeCatalog read(Connection connection, Collection<Long> oids) throws SQLException {
        TypeCatalog catalog = new TypeCatalog();
        try (PreparedStatement statement = connection.prepareStatement(NEEDED)) {
            statement.setArray(1, connection.createArrayOf("int8", oids.toArray()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    catalog.rows.put(result.getLong("oid"), Row.of(result));
                }
            }
        }
        return catalog;
    }

    /**
     * The type of a column or attribute.
     *
     * @param sql the type with its modifier, as {@code format_type} writes it
     */
    PgType type(long oid, int modifier, int dimensions, String sql) {
        Row row = row(oid);
        if (row.isArray()) {
            return new PgType.Array(type(row.element(), modifier, 0, elementOf(sql)), dimensions, sql);
        }
        return switch (row.kind()) {
            case 'e' -> new PgType.Enumeration(sql);
            case 'd' ->
                new PgType.Domain(type(row.base(), row.baseModifier(), row.baseDimensions(), row.baseSql()), sql);
            case 'c' -> new PgType.Composite(attributes(row), sql);
            case 'r' -> new PgType.Range(subtype(row), sql);
            case 'm' -> new PgType.Multirange(subtype(row), sql);
            default -> new PgType.Base(row.name(), row.origin(), modifier, sql);
        };
    }

    private Row row(long oid) {
        Row row = rows.get(oid);
        if (row == null) {
            throw new IllegalStateException("type " + oid + " vanished from pg_type");
        }
        return row;
    }

    private static String elementOf(String array) {
        return array.endsWith("[]") ? array.substring(0, array.length() - 2) : array;
    }

    private PgType subtype(Row row) {
        return type(row.subtype(), -1, 0, row(row.subtype()).sql());
    }

    private List<Attribute> attributes(Row row) {
        List<Attribute> attributes = new ArrayList<>();
        for (Row.Part part : row.parts()) {
            attributes.add(
                    new Attribute(part.name(), type(part.type(), part.modifier(), part.dimensions(), part.sql())));
        }
        return attributes;
    }

    /** A row of pg_type with the columns of its relation, if it has one. */
    private record Row(
            String name,
            String origin,
            char kind,
            boolean isArray,
            long element,
            long base,
            int baseModifier,
            int baseDimensions,
            String baseSql,
            long subtype,
            List<Part> parts,
            String sql) {
        record Part(String name, long type, int modifier, int dimensions, String sql) {}

        static Row of(ResultSet result) throws SQLException {
            return new Row(
                    result.getString("typname"),
                    result.getString("origin"),
                    result.getString("typtype").charAt(0),
                    result.getBoolean("is_array"),
                    result.getLong("typelem"),
                    result.getLong("typbasetype"),
                    result.getInt("typtypmod"),
                    result.getInt("typndims"),
                    Objects.requireNonNullElse(result.getString("base_sql"), ""),
                    result.getLong("subtype"),
                    parts(result),
                    result.getString("sql"));
        }

        private static List<Part> parts(ResultSet result) throws SQLException {
            Array names = result.getArray("names");
            if (names == null) {
                return List.of();
            }
            String[] name = (String[]) names.getArray();
            Long[] type = (Long[]) result.getArray("types").getArray();
            Integer[] modifier = (Integer[]) result.getArray("modifiers").getArray();
            Integer[] dimensions = (Integer[]) result.getArray("dimensions").getArray();
            String[] sql = (String[]) result.getArray("sqls").getArray();
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < name.length; i++) {
                parts.add(new Part(name[i], type[i], modifier[i], dimensions[i], sql[i]));
            }
            return parts;
        }
    }
}
