package dev.caravan.plan;

import dev.caravan.source.MaskKey;
import dev.caravan.types.PgType;
import dev.caravan.types.PgType.Base;
import java.util.Optional;

/**
 * The masks as expressions of SQL. None fails on a value, since PostgreSQL would quote it.
 *
 * <p>Functions are called by name where an operator would do: an operator is looked up in the search path.
 */
final class MaskSql {
    /** The first year that date_trunc takes with all units: a timestamp begins in the November before. */
    private static final String FIRST = "4713-01-01 BC";

    /** The first day after the last of a timestamp; a date goes on for longer. */
    private static final String END = "294277-01-01";

    private static final String TEXT = "::pg_catalog.text";

    private MaskSql() {}

    /** What a domain is over; every other type itself. */
    static PgType base(PgType type) {
        PgType base = type;
        while (base instanceof PgType.Domain domain) {
            base = domain.base();
        }
        return base;
    }

    /**
     * HMAC-SHA256 in hexadecimal digits, with the key of the session.
     *
     * @param anyText whether the database has no encoding, so that its bytes are taken as they are
     */
    static String hash(PgType type, String column, boolean anyText) {
        String bytes =
                "pg_catalog.convert_to(" + canonical(type, column) + ", '" + (anyText ? "SQL_ASCII" : "UTF8") + "')";
        return "pg_catalog.encode(" + digest(MaskKey.OUTER, digest(MaskKey.INNER, bytes)) + ", 'hex')";
    }

    private static String digest(String block, String bytes) {
        return "pg_catalog.sha256(pg_catalog.byteacat(" + block(block) + ", " + bytes + "))";
    }

    /**
     * In a sub-select it is worked out once. After the transaction that set it, a setting is there and empty, with which anybody could
     * compute the hash: that is made an error.
     */
    private static String block(String setting) {
        String value = "pg_catalog.current_setting('" + setting + "')";
        return "(SELECT pg_catalog.decode(CASE WHEN pg_catalog.texteq(" + value + ", '') THEN 'no key' ELSE " + value
                + " END, 'hex'))";
    }

    /** The text of a value, the same for equal values that PostgreSQL prints in several ways. */
    private static String canonical(PgType type, String column) {
        String text = column + TEXT;
        if (!(base(type) instanceof Base base) || !base.origin().equals(Base.BUILT_IN)) {
            return text;
        }
        return switch (base.name()) {
            case "numeric" ->
                "CASE WHEN pg_catalog.int4gt(pg_catalog.strpos(" + text
                        + ", '.'), 0) THEN pg_catalog.rtrim(pg_catalog.rtrim(" + text + ", '0'), '.') ELSE " + text
                        + " END";
            // There is a negative zero, which equals the other one.
            case "float4", "float8" -> "pg_catalog." + base.name() + "pl(" + column + ", '0')" + TEXT;
            // The cast adds the netmask of a whole address.
            case "inet" -> "pg_catalog.abbrev(" + column + "::pg_catalog.inet)";
            default -> text;
        };
    }

    /** Asterisks for all but so many characters at the end; a text that is not longer becomes asterisks only. */
    static String keepLast(String column, int characters) {
        String text = column + TEXT;
        String length = "pg_catalog.char_length(" + text + ")";
        return "CASE WHEN pg_catalog.int4le(" + length + ", " + characters + ") THEN pg_catalog.repeat('*', " + length
                + ") ELSE pg_catalog.textcat(pg_catalog.repeat('*', pg_catalog.int4mi(" + length + ", " + characters
                + ")), pg_catalog.right(" + text + ", " + characters + ")) END";
    }

    /** The beginning of the unit; infinity for a moment that date_trunc does not take. Empty for types and units that do not fit. */
    static Optional<String> truncate(PgType type, String column, Mask.Unit unit) {
        if (!(base(type) instanceof Base base) || !base.origin().equals(Base.BUILT_IN)) {
            return Optional.empty();
        }
        return switch (base.name()) {
            case "date" ->
                unit.isOfDates() ? Optional.of(finite("date", column, date(column, unit))) : Optional.empty();
            case "timestamp" -> Optional.of(finite("timestamp", column, truncated(column, unit)));
            case "timestamptz" -> Optional.of(finite("timestamptz", column, utc(truncated(utc(column), unit))));
            default -> Optional.empty();
        };
    }

    private static String date(String column, Mask.Unit unit) {
        return truncated(column + "::pg_catalog.timestamp", unit) + "::pg_catalog.date";
    }

    private static String truncated(String moment, Mask.Unit unit) {
        return "pg_catalog.date_trunc('" + unit.word() + "', " + moment + ")";
    }

    /** From a moment to its clock in UTC, and back. */
    private static String utc(String moment) {
        return "pg_catalog.timezone('UTC', " + moment + ")";
    }

    private static String finite(String typeName, String column, String truncated) {
        String type = "::pg_catalog." + typeName;
        String moment = column + type;
        String compared = " WHEN pg_catalog." + typeName;
        return "CASE WHEN NOT pg_catalog.isfinite(" + moment + ") THEN " + moment
                + compared + "_lt(" + moment + ", '" + FIRST + "'" + type + ") THEN '-infinity'" + type
                + (typeName.equals("date")
                        ? compared + "_ge(" + moment + ", '" + END + "'" + type + ") THEN 'infinity'" + type
                        : "")
                + " ELSE " + truncated + " END";
    }

    /** The text as a literal, whatever standard_conforming_strings says. */
    static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
