package dev.caravan.types;

import dev.caravan.batch.Field;
import dev.caravan.batch.Target;
import dev.caravan.types.PgType.Array;
import dev.caravan.types.PgType.Attribute;
import dev.caravan.types.PgType.Base;
import dev.caravan.types.PgType.Composite;
import dev.caravan.types.PgType.Domain;
import dev.caravan.types.PgType.Enumeration;
import dev.caravan.types.PgType.Multirange;
import dev.caravan.types.PgType.Range;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.jspecify.annotations.Nullable;

/**
 * SQL for a hash of 64 bits of what a value becomes in the lake, NULL for NULL, by functions that PostgreSQL has had since version 11
 * for hash partitions. Text is hashed as it becomes text in the lake; numbers, dates, moments and bytes by the function of their type.
 * {@code dev.caravan.proof} computes the same of a file.
 *
 * <p>Functions are called by name where an operator would do: an operator is looked up in the search path, where the user may have one.
 */
public final class HashSql {
    private static final String HASH_OF_ARRAY = "pg_catalog.hash_array_extended(";
    private static final String TEXT = "::pg_catalog.text";
    private static final String INT4 = "::pg_catalog.int4";
    private static final String INT8 = "::pg_catalog.int8";
    private static final String NUMERIC = "::pg_catalog.numeric";
    /** How a type without a hash of its own is cast to one that has it. */
    private static final Map<String, String> CASTS = Map.of(
            "xid", TEXT + INT8,
            "cid", TEXT + INT8,
            "oid", INT8,
            "xid8", TEXT + NUMERIC,
            "money", NUMERIC);

    private static final Map<String, Base> ELEMENTS = Map.of(
            "int2vector", builtIn("int2"),
            "oidvector", builtIn("oid"),
            "vector", builtIn("float4"),
            "halfvec", builtIn("float4"));

    private final boolean isUtf8;

    /**
     * Hashes in a database.
     *
     * @param isUtf8 whether text lies in it as the bytes that it has in UTF-8
     */
    public HashSql(boolean isUtf8) {
        this.isUtf8 = isUtf8;
    }

    private static Base builtIn(String name) {
        return new Base(name, Base.BUILT_IN, -1, name);
    }

    /**
     * The hash of a column or of another expression.
     *
     * @param choice what the table file chooses for it to become; null for what the type map says
     * @param areGood whether the lake can hold every value, so that none of them is infinite
     * @return empty when PostgreSQL has no function for what it becomes: geometry without its SRID
     */
    public String of(PgType type, @Nullable Choice choice, String expression, boolean areGood) {
        Target target = TypeMap.of(type, choice).target();
        if (hasGeometry(target)) {
            return "";
        }
        return areGood && Target.DATE.equals(target) ? date(expression) : of(type, choice, expression, 0);
    }

    private static boolean hasGeometry(Target target) {
        return target.handle(new Target.Cases<>() {
            @Override
            public Boolean leaf(Target.Leaf leaf) {
                return leaf.geography() != null;
            }

            @Override
            public Boolean list(Target.ListOf list) {
                return hasGeometry(list.element());
            }

            @Override
            public Boolean struct(Target.StructOf struct) {
                return struct.fields().stream().map(Field::target).anyMatch(HashSql::hasGeometry);
            }

            @Override
            public Boolean map(Target.MapOf map) {
                return false;
            }

            @Override
            public Boolean variant(Target.Variant variant) {
                return false;
            }
        });
    }

    private String of(PgType type, @Nullable Choice choice, String x, int level) {
        Target target = TypeMap.of(type, choice).target();
        return type.handle(new PgType.Cases<>() {
            @Override
            public String base(Base base) {
                return HashSql.this.base(base, target, x, level);
            }

            @Override
            public String enumeration(Enumeration enumeration) {
                // A cast to text may be a function of the user's own; the label is sent.
                return text("pg_catalog.textin(pg_catalog.enum_out(" + x + "::" + enumeration.sql() + "))");
            }

            @Override
            public String domain(Domain domain) {
                return of(domain.base(), choice, x, level);
            }

            @Override
            public String array(Array array) {
                return target instanceof Target.ListOf ? HashSql.this.array(array, choice, x, level) : text(x + TEXT);
            }

            @Override
            public String composite(Composite composite) {
                return target instanceof Target.StructOf ? struct(composite, x, level) : text(x + TEXT);
            }

            @Override
            public String range(Range range) {
                return target instanceof Target.StructOf ? bounds(range.subtype(), x, level) : text(x + TEXT);
            }

            @Override
            public String multirange(Multirange multirange) {
                String name = "caravan_" + level;
                return target instanceof Target.ListOf
                        ? list(x, bounds(multirange.subtype(), name + ".v", level + 1), name)
                        : text(x + TEXT);
            }
        });
    }

    private String base(Base base, Target target, String x, int level) {
        Base element = ELEMENTS.get(base.name());
        if (target instanceof Target.ListOf && element != null) {
            String name = "caravan_" + level;
            return list(x + "::pg_catalog." + element.name() + "[]", of(element, null, name + ".v", level + 1), name);
        }
        if (!(target instanceof Target.Leaf leaf) || Target.STRING.equals(leaf) || Target.JSON.equals(leaf)) {
            return text(printed(base, x));
        }
        return leaf(base, leaf, x + CASTS.getOrDefault(base.name(), ""));
    }

    /** As the server sends it, or as the decoder of the type prints it. */
    private static String printed(Base base, String x) {
        return switch (base.name()) {
            // Their casts to text say something else than what is sent: blanks, netmask and encoding are there or not.
            case "bpchar" -> "pg_catalog.textin(pg_catalog.bpcharout(" + x + "))";
            case "inet" -> "pg_catalog.textin(pg_catalog.inet_out(" + x + "))";
            case "xml" -> "pg_catalog.textin(pg_catalog.xml_out(" + x + "))";
            // Before version 16 the server prints bytes beyond ASCII as they are.
            case "char" ->
                "CASE WHEN pg_catalog.int4lt(" + x + INT4 + ", 0) THEN pg_catalog.encode(pg_catalog.charsend(" + x
                        + "), 'escape') ELSE " + x + TEXT + " END";
            default -> x + TEXT;
        };
    }

    private static String leaf(Base base, Target.Leaf leaf, String x) {
        return switch (leaf.physical()) {
            case BOOLEAN -> "pg_catalog.hashint4extended(" + x + INT4 + ", 0)";
            case FLOAT -> "pg_catalog.hashfloat4extended(" + x + ", 0)";
            case DOUBLE -> "pg_catalog.hashfloat8extended(" + x + ", 0)";
            case BINARY -> bytea(base.name().equals("bytea") ? x : x + "::pg_catalog.bytea");
            case INT32, INT64, FIXED_LEN_BYTE_ARRAY, INT96 -> number(base, leaf, x);
        };
    }

    private static String bytea(String x) {
        return "CASE WHEN " + x + " IS NOT NULL THEN " + HASH_OF_ARRAY + "ARRAY[" + x + "], 0) END";
    }

    private static String number(Base base, Target.Leaf leaf, String x) {
        if (leaf.logical() instanceof DecimalLogicalTypeAnnotation) {
            return "CASE WHEN pg_catalog.numeric_lt(" + x + ", 0" + NUMERIC + ") THEN pg_catalog.hash_numeric_extended("
                    + x + ", 1) ELSE pg_catalog.hash_numeric_extended(" + x + ", 0) END";
        }
        if (leaf.logical() instanceof DateLogicalTypeAnnotation) {
            return "CASE WHEN pg_catalog.isfinite(" + x + ") THEN " + date(x) + " WHEN " + x
                    + " IS NOT NULL THEN 0 END";
        }
        if (leaf.logical() instanceof TimeLogicalTypeAnnotation) {
            return "pg_catalog.time_hash_extended(" + x + ", 0)";
        }
        if (leaf.logical() instanceof TimestampLogicalTypeAnnotation) {
            String local = base.name().equals("timestamptz") ? "(" + x + " AT TIME ZONE 'UTC')" : x;
            return "pg_catalog.timestamp_hash_extended(" + local + ", 0)";
        }
        if (leaf.logical() instanceof UUIDLogicalTypeAnnotation) {
            return "pg_catalog.uuid_hash_extended(" + x + ", 0)";
        }
        return switch (base.name()) {
            case "int2" -> "pg_catalog.hashint2extended(" + x + ", 0)";
            case "int4" -> "pg_catalog.hashint4extended(" + x + ", 0)";
            // The function makes 32 bits of the value, and the seed has all 64.
            default -> "pg_catalog.hashint8extended(" + x + ", " + x + ")";
        };
    }

    private static String date(String x) {
        return "pg_catalog.hashint4extended(pg_catalog.date_mi(" + x + ", '2000-01-01'::pg_catalog.date), 0)";
    }

    private String text(String x) {
        return isUtf8
                ? "pg_catalog.hashtextextended(" + x + " COLLATE pg_catalog.\"C\", 0)"
                // The array of one element has the hash of the element and 31 more.
                : "CASE WHEN " + x + " IS NOT NULL THEN pg_catalog.int8mi(" + HASH_OF_ARRAY
                        + "ARRAY[pg_catalog.convert_to(" + x + ", 'UTF8')], 0), 31) END";
    }

    private String array(Array array, @Nullable Choice choice, String x, int level) {
        Choice sized = choice != null && choice.kind() == Choice.Kind.ARRAY ? choice : null;
        Choice ofElement = sized == null ? choice : null;
        int dimensions = sized == null ? Math.max(1, array.dimensions()) : sized.size();
        String name = "caravan_" + level;
        if (dimensions == 1) {
            return list(x, of(array.element(), ofElement, name + ".v", level + 1), name);
        }
        String subscripts = IntStream.range(0, dimensions)
                .mapToObj(i -> "[" + name + "_" + i + "]")
                .collect(Collectors.joining());
        String hash = of(array.element(), ofElement, "(" + x + ")" + subscripts, level + 1);
        for (int i = dimensions - 1; i >= 0; i--) {
            hash = HASH_OF_ARRAY + "ARRAY(SELECT " + hash + " FROM pg_catalog.generate_subscripts(" + x + ", " + (i + 1)
                    + ") AS " + name + "_" + i + "), 0)";
        }
        return "CASE WHEN " + x + " IS NOT NULL THEN " + hash + " END";
    }

    private static String list(String x, String hashOfElement, String name) {
        return "CASE WHEN " + x + " IS NOT NULL THEN " + HASH_OF_ARRAY + "ARRAY(SELECT " + hashOfElement
                + " FROM (SELECT pg_catalog.unnest(" + x + ") AS v) AS " + name + "), 0) END";
    }

    private String struct(Composite composite, String x, int level) {
        return "CASE WHEN (" + x + ") IS DISTINCT FROM NULL THEN "
                + parts(composite.attributes().stream()
                        .map(part -> part(part, x, level))
                        .toList())
                + " END";
    }

    private String part(Attribute attribute, String x, int level) {
        return of(attribute.type(), null, "(" + x + ")." + Identifier.quote(attribute.name()), level);
    }

    private String bounds(PgType subtype, String x, int level) {
        return "CASE WHEN " + x + " IS NOT NULL THEN "
                + parts(List.of(
                        of(subtype, null, "(pg_catalog.lower(" + x + "))", level),
                        of(subtype, null, "(pg_catalog.upper(" + x + "))", level),
                        "pg_catalog.hashint4extended(pg_catalog.lower_inc(" + x + ")" + INT4 + ", 0)",
                        "pg_catalog.hashint4extended(pg_catalog.upper_inc(" + x + ")" + INT4 + ", 0)",
                        "pg_catalog.hashint4extended(pg_catalog.isempty(" + x + ")" + INT4 + ", 0)"))
                + " END";
    }

    private static String parts(List<String> hashes) {
        return HASH_OF_ARRAY + hashes.stream().collect(Collectors.joining(", ", "ARRAY[", "]" + INT8 + "[], 0)"));
    }
}
