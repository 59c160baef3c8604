package dev.caravan.types;

import dev.caravan.batch.Target;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The type map: one row a type of pg_catalog, with what it becomes and how it is read. A type without a row is refused or read as text. */
enum BaseType {
    // PostgreSQL name, what it becomes, note
    BOOL("bool", Mapping.binary(Target.BOOLEAN, FixedWidth.BOOL), ""),
    INT2("int2", Mapping.binary(Target.INT16, FixedWidth.INT2), ""),
    INT4("int4", Mapping.binary(Target.INT32, FixedWidth.INT4), ""),
    INT8("int8", Mapping.binary(Target.INT64, FixedWidth.INT8), ""),
    OID("oid", Mapping.binary(Target.INT64, FixedWidth.UINT4), "unsigned, so wider than in PostgreSQL"),
    XID("xid", Mapping.binary(Target.INT64, FixedWidth.UINT4), "unsigned, so wider than in PostgreSQL"),
    CID("cid", Mapping.binary(Target.INT64, FixedWidth.UINT4), "unsigned, so wider than in PostgreSQL"),
    FLOAT4("float4", Mapping.binary(Target.FLOAT, FixedWidth.FLOAT4), "NaN and infinities stay"),
    FLOAT8("float8", Mapping.binary(Target.DOUBLE, FixedWidth.FLOAT8), "NaN and infinities stay"),
    NUMERIC(
            "numeric",
            BaseType::numeric,
            "decimal up to 38 digits; without a precision, or beyond, the digits as text"),
    TEXT("text", Mapping.binary(Target.STRING, Slices.AS_SENT), ""),
    VARCHAR("varchar", Mapping.binary(Target.STRING, Slices.AS_SENT), ""),
    BPCHAR("bpchar", Mapping.binary(Target.STRING, Slices.AS_SENT), "padded to its length, as PostgreSQL prints it"),
    NAME("name", Mapping.binary(Target.STRING, Slices.AS_SENT), ""),
    BYTEA("bytea", Mapping.binary(Target.BINARY, Slices.BYTES), ""),
    UUID("uuid", Mapping.binary(Target.STRING, new UuidText()), "36 characters in lower case"),
    JSON("json", Mapping.binary(Target.STRING, Slices.AS_SENT), "the text as it was stored"),
    JSONB("jsonb", Mapping.binary(Target.STRING, Slices.JSONB), "the text that PostgreSQL prints"),
    DATE("date", Mapping.binary(Target.DATE, new DateDays()), ""),
    TIMESTAMP("timestamp", Mapping.binary(Target.TIMESTAMP_LOCAL, new TimestampMicros()), "not adjusted to UTC"),
    TIMESTAMPTZ("timestamptz", Mapping.binary(Target.TIMESTAMP_UTC, new TimestampMicros()), "adjusted to UTC"),
    TIME("time", Mapping.binary(Target.STRING, new TimeText()), "HH:MM:SS[.ffffff]; 24:00:00 stays"),
    TIMETZ("timetz", Mapping.serverText(), "HH:MM:SS[.ffffff]+HH[:MM]"),
    INTERVAL("interval", Mapping.serverText(), "ISO 8601, as IntervalStyle iso_8601 prints it"),
    CHAR("char", Mapping.serverText(), "the single-byte type of the catalogs"),
    XML("xml", Mapping.serverText(), ""),
    INET("inet", Mapping.serverText(), ""),
    CIDR("cidr", Mapping.serverText(), ""),
    MACADDR("macaddr", Mapping.serverText(), ""),
    MACADDR8("macaddr8", Mapping.serverText(), ""),
    BIT("bit", Mapping.serverText(), "0s and 1s"),
    VARBIT("varbit", Mapping.serverText(), "0s and 1s"),
    TSVECTOR("tsvector", Mapping.serverText(), ""),
    TSQUERY("tsquery", Mapping.serverText(), ""),
    POINT("point", Mapping.serverText(), ""),
    LINE("line", Mapping.serverText(), ""),
    LSEG("lseg", Mapping.serverText(), ""),
    BOX("box", Mapping.serverText(), ""),
    PATH("path", Mapping.serverText(), ""),
    POLYGON("polygon", Mapping.serverText(), ""),
    CIRCLE("circle", Mapping.serverText(), ""),
    PG_LSN("pg_lsn", Mapping.serverText(), ""),
    JSONPATH("jsonpath", Mapping.serverText(), "");

    /** What {@code atttypmod} adds to precision, scale and length. */
    private static final int MODIFIER_OFFSET = 4;

    private static final Map<String, BaseType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(row -> row.typeName, Function.identity()));

    private final String typeName;
    private final Function<Integer, Mapping> mapping;
    private final String note;

    BaseType(String typeName, Mapping mapping, String note) {
        this(typeName, modifier -> mapping, note);
    }

    BaseType(String typeName, Function<Integer, Mapping> mapping, String note) {
        this.typeName = typeName;
        this.mapping = mapping;
        this.note = note;
    }

    /** The row of a type of pg_catalog. */
    static java.util.Optional<BaseType> of(String typeName) {
        return java.util.Optional.ofNullable(BY_NAME.get(typeName));
    }

    Mapping mapping(int modifier) {
        return mapping.apply(modifier);
    }

    String note() {
        return note;
    }

    /** {@code numerictypmodin}: precision in the upper half, scale in the lower 11 bits, signed since PostgreSQL 15. */
    private static Mapping numeric(int modifier) {
        if (modifier < MODIFIER_OFFSET) {
            return Mapping.binary(Target.STRING, new NumericText());
        }
        int packed = modifier - MODIFIER_OFFSET;
        int precision = packed >> 16 & 0xFFFF;
        int scale = ((packed & 0x7FF) ^ 0x400) - 0x400;
        int widest = Math.max(scale, precision - Math.min(scale, 0));
        if (widest > Target.MAX_DECIMAL_PRECISION) {
            return Mapping.binary(Target.STRING, new NumericText());
        }
        int kept = Math.max(scale, 0);
        return Mapping.binary(Target.decimal(widest, kept), NumericDecimal.of(widest, kept));
    }
}
