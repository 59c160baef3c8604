package dev.caravan.types;

import dev.caravan.types.Choice.Kind;
import java.util.List;

/**
 * One row of the type map, as the documentation and programs show it.
 *
 * @param type the type as SQL writes it
 * @param extension the extension that brings it; empty for none
 * @param parquet what it becomes in Parquet
 * @param glue what it becomes in Glue
 * @param read what is read: {@code binary} for the type's own binary form, else the SQL that the server is asked to send
 * @param choices what a table file may choose instead, besides text
 * @param note what else there is to know; may be empty
 */
public record TypeRow(
        String type, String extension, String parquet, String glue, String read, List<String> choices, String note) {
    public TypeRow {
        choices = List.copyOf(choices);
    }

    static TypeRow of(String type, String extension, Mapping mapping, List<Kind> choices, String note) {
        return new TypeRow(
                type,
                extension,
                mapping.target().parquet(),
                mapping.target().glue(),
                read(mapping.form()),
                choices.stream().map(Kind::form).toList(),
                note);
    }

    /** What a column of this type becomes; its choices are those besides text, its note is empty. */
    public static TypeRow of(PgType type) {
        List<Kind> choices =
                TypeMap.choices(type).stream().filter(kind -> kind != Kind.TEXT).toList();
        return of(type.sql(), "", TypeMap.of(type), choices, "");
    }

    private static String read(SqlForm form) {
        return form instanceof SqlForm.AsIs ? "binary" : form.of("x");
    }
}
