package dev.caravan.batch;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** What a column becomes: its type in Parquet and in the Glue catalog, and the vector that carries it there. */
public sealed interface Target {
    Leaf BOOLEAN = new Leaf(PrimitiveTypeName.BOOLEAN, null, 0, "boolean");
    Leaf INT16 = new Leaf(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true), 0, "smallint");
    Leaf INT32 = new Leaf(PrimitiveTypeName.INT32, null, 0, "int");
    Leaf INT64 = new Leaf(PrimitiveTypeName.INT64, null, 0, "bigint");
    Leaf FLOAT = new Leaf(PrimitiveTypeName.FLOAT, null, 0, "float");
    Leaf DOUBLE = new Leaf(PrimitiveTypeName.DOUBLE, null, 0, "double");
    Leaf STRING = new Leaf(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), 0, "string");
    Leaf BINARY = new Leaf(PrimitiveTypeName.BINARY, null, 0, "binary");
    Leaf DATE = new Leaf(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), 0, "date");
    /** Microseconds since 1970 of a moment in UTC. */
    Leaf TIMESTAMP_UTC = new Leaf(
            PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS), 0, "timestamp");
    /** Microseconds since 1970 of a reading of calendar and clock in no zone. */
    Leaf TIMESTAMP_LOCAL = new Leaf(
            PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS), 0, "timestamp");
    /** Nanoseconds since 1970 of a moment in UTC. */
    Leaf NANOS_UTC = new Leaf(
            PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.NANOS), 0, "timestamp");
    /** Nanoseconds since 1970 of a reading of calendar and clock in no zone. */
    Leaf NANOS_LOCAL = new Leaf(
            PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.NANOS), 0, "timestamp");
    /** Microseconds since midnight. Glue has no such type, so query engines see the number. */
    Leaf TIME = new Leaf(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS), 0, "bigint");
    /** 16 bytes. Glue has no such type, so query engines see the bytes. */
    Leaf UUID = new Leaf(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, LogicalTypeAnnotation.uuidType(), 16, "binary");
    /** Text that is a JSON document. */
    Leaf JSON = new Leaf(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.jsonType(), 0, "string");
    /** A document in Parquet's own binary form. */
    Variant VARIANT = new Variant();

    /** The largest precision that Parquet's readers and Glue hold. */
    int MAX_DECIMAL_PRECISION = 38;

    /** The largest precision that an INT32 holds. */
    int MAX_INT32_PRECISION = 9;

    /** The largest precision that an INT64 holds. */
    int MAX_INT64_PRECISION = 18;

    /**
     * A decimal in the narrowest physical type: INT32 up to 9 digits, INT64 up to 18, else a fixed-length byte array.
     *
     * @param precision 1 to 38
     * @param scale 0 to precision
     */
    static Leaf decimal(int precision, int scale) {
        PrimitiveTypeName physical = precision <= MAX_INT32_PRECISION
                ? PrimitiveTypeName.INT32
                : precision <= MAX_INT64_PRECISION ? PrimitiveTypeName.INT64 : PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        int length = precision <= MAX_INT64_PRECISION ? 0 : bytesFor(precision);
        return new Leaf(
                physical,
                LogicalTypeAnnotation.decimalType(scale, precision),
                length,
                "decimal(" + precision + "," + scale + ")");
    }

    /** The fewest bytes whose two's complement holds every unscaled value of this precision. */
    private static int bytesFor(int precision) {
        return java.math.BigInteger.TEN.pow(precision).bitLength() / 8 + 1;
    }

    /** Geometry as WKB, of which the file's metadata tell more. */
    static Leaf geometry(Geography geography) {
        return new Leaf(PrimitiveTypeName.BINARY, null, 0, "binary", geography);
    }

    /**
     * What is done with each member. Who handles targets with it is told by the compiler of a new one, as Java 17's {@code switch}
     * would not tell of records.
     */
    interface Cases<R> {
        R leaf(Leaf leaf);

        R list(ListOf list);

        R struct(StructOf struct);

        R map(MapOf map);

        R variant(Variant variant);
    }

    /** Does what is to be done with this member. */
    <R> R handle(Cases<R> cases);

    /** The type's name in the Glue catalog. */
    String glue();

    /** The type in Parquet, for messages: the physical type, then the logical type. */
    String parquet();

    /** A fresh vector whose bytes values may point into this buffer. */
    Vector vector(byte[] shared);

    /**
     * A type without parts.
     *
     * @param physical how Parquet stores it
     * @param logical what it means, or null when the storage says it all
     * @param length bytes of a fixed-length value, else 0
     * @param glue its name in Glue
     * @param geography what GeoParquet says of a column of geometry; null for any other
     */
    record Leaf(
            PrimitiveTypeName physical,
            @Nullable LogicalTypeAnnotation logical,
            int length,
            String glue,
            @Nullable Geography geography)
            implements Target {
        /** A type that is no geometry. */
        public Leaf(PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation logical, int length, String glue) {
            this(physical, logical, length, glue, null);
        }

        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.leaf(this);
        }

        @Override
        public String parquet() {
            return physical + (length > 0 ? "(" + length + ")" : "") + (logical == null ? "" : " " + logical);
        }

        @Override
        public Vector vector(byte[] shared) {
            return switch (physical) {
                case BOOLEAN -> new BooleanVector();
                case INT32 -> new IntVector();
                case INT64 -> new LongVector();
                case FLOAT -> new FloatVector();
                case DOUBLE -> new DoubleVector();
                case BINARY, FIXED_LEN_BYTE_ARRAY -> new BytesVector(shared);
                case INT96 -> throw new IllegalArgumentException("INT96 is deprecated in Parquet and never written");
            };
        }
    }

    /** A list; its elements may be NULL. */
    record ListOf(Target element) implements Target {
        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.list(this);
        }

        @Override
        public String glue() {
            return "array<" + element.glue() + ">";
        }

        @Override
        public String parquet() {
            return "LIST of " + element.parquet();
        }

        @Override
        public Vector vector(byte[] shared) {
            return new ListVector(element.vector(shared));
        }
    }

    /** A struct; every field may be NULL. */
    record StructOf(List<Field> fields) implements Target {
        public StructOf {
            fields = List.copyOf(fields);
        }

        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.struct(this);
        }

        @Override
        public String glue() {
            return fields.stream()
                    .map(field -> field.name().toLowerCase(Locale.ROOT) + ":"
                            + field.target().glue())
                    .collect(Collectors.joining(",", "struct<", ">"));
        }

        @Override
        public String parquet() {
            return fields.stream()
                    .map(field -> field.name() + " " + field.target().parquet())
                    .collect(Collectors.joining(", ", "group {", "}"));
        }

        @Override
        public Vector vector(byte[] shared) {
            return new StructVector(
                    fields.stream().map(field -> field.target().vector(shared)).toList());
        }
    }

    /** A map; its keys are never NULL. Carried by a {@link ListVector} of {@link StructVector}s of key and value. */
    record MapOf(Target key, Target value) implements Target {
        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.map(this);
        }

        @Override
        public String glue() {
            return "map<" + key.glue() + "," + value.glue() + ">";
        }

        @Override
        public String parquet() {
            return "MAP of " + key.parquet() + " to " + value.parquet();
        }

        @Override
        public Vector vector(byte[] shared) {
            return new ListVector(new StructVector(List.of(key.vector(shared), value.vector(shared))));
        }
    }

    /** A VARIANT group that is not shredded. Carried by a {@link StructVector} of metadata and value. */
    record Variant() implements Target {
        /** The version of the Variant specification that the values follow. */
        public static final byte VERSION = 1;

        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.variant(this);
        }

        @Override
        public String glue() {
            return "struct<metadata:binary,value:binary>";
        }

        @Override
        public String parquet() {
            return "group VARIANT(" + VERSION + ")";
        }

        @Override
        public Vector vector(byte[] shared) {
            return new StructVector(List.of(new BytesVector(), new BytesVector()));
        }
    }
}
