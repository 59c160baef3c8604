package dev.caravan.plan;

import dev.caravan.batch.Field;
import dev.caravan.batch.Target;
import dev.caravan.types.Choice;
import dev.caravan.types.HashSql;
import dev.caravan.types.Identifier;
import dev.caravan.types.Mapping;
import dev.caravan.types.PgType;
import dev.caravan.types.TypeMap;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that a run reads.
 *
 * @param name its name in the lake: that of the source, unless the table file renames it
 * @param type as the source has it, or text where a mask makes that of it
 * @param notNull whether the source promises a value
 * @param onBadValue what becomes of a value that the target cannot hold
 * @param choice what the table file chooses for it to become; null for what the type map says
 * @param source its name in the source, by which the table file names it
 * @param masked what is read in place of its values; null for these
 */
public record Column(
        String name,
        PgType type,
        boolean notNull,
        BadValuePolicy onBadValue,
        @Nullable Choice choice,
        String source,
        @Nullable MaskedValue masked)
        implements Serializable {
    private static final String TEXT_SUFFIX = "_text";

    /** A column that becomes what the type map says, and whose bad values end the run. */
    public Column(String name, PgType type, boolean notNull) {
        this(name, type, notNull, BadValuePolicy.FAIL, null, name, null);
    }

    /** The same column under this policy. */
    Column on(BadValuePolicy policy) {
        return new Column(name, type, notNull, policy, choice, source, masked);
    }

    /** The same column, to become this. */
    Column as(Choice chosen) {
        return new Column(name, type, notNull, onBadValue, chosen, source, masked);
    }

    /** The same column, to become text. */
    Column asText() {
        return as(Choice.TEXT);
    }

    /** The same column, under this name in the lake. */
    Column named(String lakeName) {
        return new Column(lakeName, type, notNull, onBadValue, choice, source, masked);
    }

    /** The same column with this in place of its values, which has this type. */
    Column masked(PgType maskedType, boolean isNeverNull, MaskedValue value) {
        return new Column(name, maskedType, isNeverNull, onBadValue, choice, source, value);
    }

    /** What the column becomes. */
    public Mapping mapping() {
        return TypeMap.of(type, choice);
    }

    /** What the server is asked to send for the column, under its name in the source. */
    String selected() {
        String quoted = Identifier.quote(source);
        String sent = masked == null
                ? mapping().form().of(quoted)
                : masked.sent(mapping().form());
        return sent.equals(quoted) ? quoted : sent + " AS " + quoted;
    }

    /**
     * SQL for the hash of what a value of the column becomes; empty when there is no such SQL.
     *
     * @param areRead whether the values are hashed after they have been read, so that a column that refuses bad values has none
     */
    String hash(HashSql sql, boolean areRead) {
        return masked instanceof MaskedValue.Nothing
                ? "NULL::pg_catalog.int8"
                : sql.of(type, choice, value(), areRead && onBadValue == BadValuePolicy.FAIL);
    }

    /** SQL for a value of the column. */
    String value() {
        return masked == null ? Identifier.quote(source) : masked.value();
    }

    /** SQL for 0 where the column has a value, and NULL where it has none. */
    String presence() {
        return "CASE WHEN " + value() + " IS DISTINCT FROM NULL THEN 0::pg_catalog.int8 END";
    }

    /** What the server is asked to send for it as text. */
    String selectedText() {
        return masked == null ? Identifier.quote(source) + "::pg_catalog.text" : masked.text();
    }

    /** The column as part of a batch and of a file. */
    public Field field() {
        return new Field(name, mapping().target());
    }

    /** The further column that holds the text of bad values, where the policy is {@link BadValuePolicy#TEXT}. */
    public Field textField() {
        return new Field(name + TEXT_SUFFIX, Target.STRING);
    }

    /** Whether {@link #textField} is one of the table's. */
    public boolean hasTextField() {
        return onBadValue == BadValuePolicy.TEXT;
    }

    /**
     * Whether the SELECT of a chunk asks for the column a second time, as the server prints it: a bad part says nothing of the
     * rest of its value.
     */
    public boolean isReadAsText() {
        return hasTextField()
                || (onBadValue == BadValuePolicy.REJECT
                        && BadValueRisk.mayBeShownInPart(type, mapping().target()));
    }

    /** The fields of batches and files: one a column, then the text fields. */
    public static List<Field> fields(List<Column> columns) {
        List<Field> fields = new ArrayList<>(columns.stream().map(Column::field).toList());
        columns.stream().filter(Column::hasTextField).map(Column::textField).forEach(fields::add);
        return List.copyOf(fields);
    }
}
