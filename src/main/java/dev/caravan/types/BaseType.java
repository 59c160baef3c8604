package dev.caravan.types;

import static dev.caravan.types.Mapping.binary;

import dev.caravan.batch.Geography;
import dev.caravan.batch.Target;
import dev.caravan.types.Choice.Kind;
import dev.caravan.types.PgType.Base;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the type map for types without parts: PostgreSQL's name, what it becomes and how it is read, a note, and what
 * {@code types} of a table file may choose instead. A type without a row is read as the server's own text form.
 */
enum BaseType {
    BOOL("bool", binary(Target.BOOLEAN, FixedWidth.BOOL), ""),
    INT2("int2", binary(Target.INT16, FixedWidth.INT2), ""),
    INT4("int4", binary(Target.INT32, FixedWidth.INT4), ""),
    INT8("int8", binary(Target.INT64, FixedWidth.INT8), ""),
    OID("oid", binary(Target.INT64, FixedWidth.UINT4), "unsigned, so wider than in PostgreSQL"),
    XID("xid", binary(Target.INT64, FixedWidth.UINT4), "unsigned, so wider than in PostgreSQL"),
    CID("cid", binary(Target.INT64, FixedWidth.UINT4), "unsigned, so wider than in PostgreSQL"),
    XID8("xid8", binary(Target.decimal(Xid8Decimal.DIGITS, 0), new Xid8Decimal()), "unsigned 64 bits"),
    FLOAT4("float4", binary(Target.FLOAT, FixedWidth.FLOAT4), "NaN and infinities stay"),
    FLOAT8("float8", binary(Target.DOUBLE, FixedWidth.FLOAT8), "NaN and infinities stay"),
    NUMERIC(
            "numeric",
            Numerics::numeric,
            "the narrowest decimal up to 38 digits; without a precision, or beyond 38 digits, every digit as text. A negative"
                    + " scale becomes 0. In a decimal NaN and infinities are bad values",
            Numerics.DECIMAL),
    MONEY(
            "money",
            Numerics.money(19, 2),
            "amounts of a locale whose currency has more than two digits after the point do not fit: choose decimal(p,s)",
            Numerics.MONEY),
    TEXT("text", TextRows.AS_SENT, ""),
    VARCHAR("varchar", TextRows.AS_SENT, ""),
    BPCHAR("bpchar", TextRows.AS_SENT, "char(n), padded with blanks to its length as PostgreSQL prints it"),
    NAME("name", TextRows.AS_SENT, ""),
    CHAR(
            "char",
            TextRows.of(ShortText.CHAR),
            "the single byte of the catalogs; beyond ASCII \\ooo, as PostgreSQL 16 prints it"),
    CITEXT("citext", "citext", TextRows.AS_SENT, ""),
    XML("xml", TextRows.AS_SENT, "as stored; an encoding in its declaration is left out, since the text is UTF-8"),
    BYTEA("bytea", binary(Target.BINARY, Slices.BYTES), ""),
    UUID(
            "uuid",
            TextRows.of(new UuidText()),
            "36 characters in lower case",
            or(Kind.UUID, binary(Target.UUID, Slices.UUID))),
    JSON("json", TextRows.AS_SENT, "the text as it was stored", or(Kind.JSON, binary(Target.JSON, Slices.AS_SENT))),
    JSONB(
            "jsonb",
            TextRows.VERSIONED,
            "the text that PostgreSQL prints; in a variant a number of more than 38 digits is a bad value"
                    + ", and DuckDB reads JSON's null as NULL",
            or(Kind.JSON, binary(Target.JSON, Slices.VERSIONED)),
            or(Kind.VARIANT, binary(Target.VARIANT, new JsonVariant()))),
    JSONPATH("jsonpath", TextRows.VERSIONED, ""),
    DATE("date", binary(Target.DATE, new DateDays()), "0001-01-01 to 9999-12-31; others and infinity are bad values"),
    TIME(
            "time",
            TextRows.of(ClockText.TIME),
            "HH:MM:SS[.ffffff], which sorts; 24:00:00 stays, but is a bad value of the native type",
            or(Kind.TIME, binary(Target.TIME, new TimeMicros()))),
    TIMETZ("timetz", TextRows.of(ClockText.TIMETZ), "HH:MM:SS[.ffffff]+HH[:MM[:SS]]"),
    TIMESTAMP(
            "timestamp",
            binary(Target.TIMESTAMP_LOCAL, Timestamps.LOCAL_MICROS),
            "in no zone; the years 1 to 9999, others and infinity are bad values",
            or(Kind.TIMESTAMP_NANOS, binary(Target.NANOS_LOCAL, Timestamps.LOCAL_NANOS))),
    TIMESTAMPTZ(
            "timestamptz",
            binary(Target.TIMESTAMP_UTC, Timestamps.UTC_MICROS),
            "a moment in UTC; the years 1 to 9999, others and infinity are bad values",
            or(Kind.TIMESTAMP_NANOS, binary(Target.NANOS_UTC, Timestamps.UTC_NANOS))),
    INTERVAL(
            "interval",
            TextRows.of(new IntervalText()),
            "ISO 8601, as IntervalStyle iso_8601 prints it: P1Y2M3DT4H5M6.7S"),
    INET("inet", TextRows.of(new InetText()), "the netmask only where it is not the whole address"),
    CIDR("cidr", TextRows.of(new InetText()), "always with its netmask"),
    MACADDR("macaddr", TextRows.of(ShortText.mac(6)), "08:00:2b:01:02:03"),
    MACADDR8("macaddr8", TextRows.of(ShortText.mac(8)), "08:00:2b:ff:fe:01:02:03"),
    BIT("bit", TextRows.of(ShortText.BITS), "0s and 1s"),
    VARBIT("varbit", TextRows.of(ShortText.BITS), "0s and 1s"),
    TSVECTOR("tsvector", TextRows.SERVER, ""),
    TSQUERY("tsquery", TextRows.SERVER, ""),
    POINT("point", TextRows.SERVER, "(x,y), with the shortest digits that mean the same number"),
    LINE("line", TextRows.SERVER, "{A,B,C}"),
    LSEG("lseg", TextRows.SERVER, "[(x1,y1),(x2,y2)]"),
    BOX("box", TextRows.SERVER, "(x1,y1),(x2,y2)"),
    PATH("path", TextRows.SERVER, "((x1,y1),…) closed, [(x1,y1),…] open"),
    POLYGON("polygon", TextRows.SERVER, "((x1,y1),…)"),
    CIRCLE("circle", TextRows.SERVER, "<(x,y),r>"),
    PG_LSN("pg_lsn", TextRows.of(ShortText.LSN), "16/B374D848"),
    PG_SNAPSHOT("pg_snapshot", TextRows.of(ShortText.SNAPSHOT), "xmin:xmax:xip,…"),
    TXID_SNAPSHOT("txid_snapshot", TextRows.of(ShortText.SNAPSHOT), "xmin:xmax:xip,…"),
    TID("tid", TextRows.of(ShortText.TID), "(block,offset)"),
    REFCURSOR("refcursor", TextRows.AS_SENT, ""),
    REGCLASS("regclass", TextRows.SERVER, TextRows.NAMES),
    REGTYPE("regtype", TextRows.SERVER, TextRows.NAMES),
    REGPROC("regproc", TextRows.SERVER, TextRows.NAMES),
    REGPROCEDURE("regprocedure", TextRows.SERVER, TextRows.NAMES),
    REGOPER("regoper", TextRows.SERVER, TextRows.NAMES),
    REGOPERATOR("regoperator", TextRows.SERVER, TextRows.NAMES),
    REGROLE("regrole", TextRows.SERVER, TextRows.NAMES),
    REGNAMESPACE("regnamespace", TextRows.SERVER, TextRows.NAMES),
    REGCONFIG("regconfig", TextRows.SERVER, TextRows.NAMES),
    REGDICTIONARY("regdictionary", TextRows.SERVER, TextRows.NAMES),
    REGCOLLATION("regcollation", TextRows.SERVER, TextRows.NAMES),
    INT2VECTOR("int2vector", list(Target.INT16, FixedWidth.INT2), ""),
    OIDVECTOR("oidvector", list(Target.INT64, FixedWidth.UINT4), ""),
    ACLITEM("aclitem", TextRows.SERVER, ""),
    HSTORE("hstore", "hstore", binary(new Target.MapOf(Target.STRING, Target.STRING), new HstoreMap()), ""),
    LTREE("ltree", "ltree", TextRows.VERSIONED, ""),
    LQUERY("lquery", "ltree", TextRows.VERSIONED, ""),
    LTXTQUERY("ltxtquery", "ltree", TextRows.VERSIONED, ""),
    CUBE("cube", "cube", TextRows.SERVER, ""),
    GEOMETRY(
            "geometry",
            "postgis",
            BaseType::geometry,
            TextRows.WKB,
            or(Kind.EWKB, binary(Target.BINARY, Slices.BYTES))),
    GEOGRAPHY(
            "geography",
            "postgis",
            BaseType::geography,
            TextRows.WKB,
            or(Kind.EWKB, binary(Target.BINARY, Slices.BYTES))),
    VECTOR("vector", "vector", binary(new Target.ListOf(Target.FLOAT), Floats.SINGLE), ""),
    HALFVEC("halfvec", "vector", binary(new Target.ListOf(Target.FLOAT), Floats.HALF), "widened, which is exact"),
    SPARSEVEC("sparsevec", "vector", TextRows.SERVER, "{index:value,…}/dimensions");

    private static final Map<String, BaseType> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(row -> row.origin + "." + row.typeName, Function.identity()));

    private final String typeName;
    private final String origin;
    private final Function<Integer, Mapping> mapping;
    private final String note;
    private final Map<Kind, Function<Choice, Mapping>> others = new LinkedHashMap<>();

    /** Something else that a type may become. */
    record Other(Kind kind, Function<Choice, Mapping> mapping) {}

    BaseType(String typeName, Mapping mapping, String note, Other... others) {
        this(typeName, Base.BUILT_IN, modifier -> mapping, note, others);
    }

    BaseType(String typeName, Function<Integer, Mapping> mapping, String note, Other... others) {
        this(typeName, Base.BUILT_IN, mapping, note, others);
    }

    BaseType(String typeName, String extension, Mapping mapping, String note, Other... others) {
        this(typeName, extension, modifier -> mapping, note, others);
    }

    BaseType(String typeName, String origin, Function<Integer, Mapping> mapping, String note, Other... others) {
        this.typeName = typeName;
        this.origin = origin;
        this.mapping = mapping;
        this.note = note;
        for (Other other : others) {
            this.others.put(other.kind(), other.mapping());
        }
    }

    private static Other or(Kind kind, Mapping mapping) {
        return new Other(kind, choice -> mapping);
    }

    private static Mapping list(Target element, Decoder<?> decoder) {
        return binary(new Target.ListOf(element), new ArrayDecoder(decoder, 1));
    }

    private static Mapping geometry(int modifier) {
        int srid = GeometryWkb.srid(modifier);
        return binary(Target.geometry(new Geography(srid, false)), new GeometryWkb(srid));
    }

    /** PostGIS takes WGS 84 where a geography column declares nothing. */
    private static Mapping geography(int modifier) {
        int declared = GeometryWkb.srid(modifier);
        int srid = declared == 0 ? Geography.WGS_84 : declared;
        return binary(Target.geometry(new Geography(srid, true)), new GeometryWkb(srid));
    }

    /** The row of a type. */
    static Optional<BaseType> of(Base type) {
        return Optional.ofNullable(BY_NAME.get(type.origin() + "." + type.name()));
    }

    /** What the type becomes. */
    Mapping mapping(int modifier, @Nullable Choice choice) {
        if (choice == null) {
            return mapping.apply(modifier);
        }
        Function<Choice, Mapping> chosen = others.get(choice.kind());
        if (chosen == null) {
            throw new IllegalArgumentException(typeName + " does not become " + choice);
        }
        return chosen.apply(choice);
    }

    /** What it may become instead. */
    List<Kind> others() {
        return List.copyOf(others.keySet());
    }

    /** The rows for the documentation: one for each form in which the modifier makes a difference. */
    List<TypeRow> rows() {
        List<TypeRow> rows = new ArrayList<>();
        for (Map.Entry<String, Integer> form : forms().entrySet()) {
            rows.add(TypeRow.of(
                    form.getKey(),
                    origin.equals(Base.BUILT_IN) ? "" : origin,
                    mapping(form.getValue(), null),
                    others(),
                    note));
        }
        return rows;
    }

    private Map<String, Integer> forms() {
        return switch (this) {
            case NUMERIC -> Numerics.FORMS;
            case CHAR -> Map.of("\"char\"", -1);
            default -> Map.of(typeName, -1);
        };
    }
}
