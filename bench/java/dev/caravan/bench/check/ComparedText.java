package dev.caravan.bench.check;

/** A text of a value that PostgreSQL and DuckDB both can make of it, exactly; %s is the column. */
public enum ComparedText {
    TEXT("(%s)::text", "(%s)::varchar"),
    /** A cast to text would drop the padding. */
    PADDED("case when %s is not null then concat(%s) end", "(%s)::varchar"),
    DAYS("(%s - date '1970-01-01')::text", "(%s - date '1970-01-01')::varchar"),
    MICROS("(extract(epoch from %s) * 1000000)::bigint::text", "epoch_us(%s)::varchar"),
    /** Both print the shortest digits that make the number, but DuckDB a point in whole ones. */
    NUMBER("(%s)::text", "regexp_replace((%s)::varchar, '\\.0$', '')"),
    LIST("array_to_json(%s)::text", "to_json(%s)::varchar");

    private final String postgres;
    private final String duck;

    ComparedText(String postgres, String duck) {
        this.postgres = postgres;
        this.duck = duck;
    }

    /** For a type of the tables that are measured. */
    static ComparedText of(String type) {
        return switch (type) {
            case "character" -> PADDED;
            case "date" -> DAYS;
            case "timestamp without time zone", "timestamp with time zone" -> MICROS;
            case "double precision" -> NUMBER;
            default -> type.endsWith("[]") ? LIST : TEXT;
        };
    }

    String postgres() {
        return postgres;
    }

    String duck() {
        return duck;
    }
}
