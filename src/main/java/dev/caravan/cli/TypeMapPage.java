package dev.caravan.cli;

import dev.caravan.types.TypeMap;
import dev.caravan.types.TypeRow;
import java.util.List;

/** The type map in the forms of {@code caravan types}; docs/types.md is the Markdown form. */
final class TypeMapPage {
    private static final String HEAD = """
            # Types

            What every type of PostgreSQL becomes. This page is written by `./caravan types --markdown > docs/types.md`; a test
            fails when it differs from the map in the code. `caravan types SCHEMA.TABLE` shows the columns of one table.

            - *Read*: `binary` is the type's own binary form in `COPY`; anything else is what the `SELECT` asks the server to send
              in place of the value `x`. Dates, intervals and numbers that the server prints are the same whatever its
              `DateStyle`, `IntervalStyle`, `TimeZone` and `extra_float_digits`.
            - *Choices*: what the parameter `types` of a table file may name instead, as in
              `{ name: types, value: "id=uuid, rate=decimal(20,6)" }`. For an array the choice is that of its elements. `text` may be
              chosen for every type: the whole column as the server casts it to text.
            - A *bad value* is one that the target cannot hold; the parameter `onBadValue` says what becomes of it. `fail` is the default.
            - Every column is optional in Parquet, also where PostgreSQL says NOT NULL.
            - Glue has no type for Parquet's UUID, TIME and VARIANT, so Athena sees bytes, a number, a struct: choose them for other
              engines.

            | PostgreSQL | Parquet | Glue | read | choices | note |
            | --- | --- | --- | --- | --- | --- |
            """;

    private TypeMapPage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (TypeRow row : TypeMap.rows()) {
            page.append("| ")
                    .append(String.join(
                            " | ",
                            List.of(
                                    code(row.type()) + (row.extension().isEmpty() ? "" : " (" + row.extension() + ")"),
                                    cell(row.parquet()),
                                    code(row.glue()),
                                    row.read().equals("binary") ? row.read() : code(row.read()),
                                    cell(String.join(", ", row.choices())),
                                    cell(row.note()))))
                    .append(" |\n");
        }
        return page.toString();
    }

    static String text() {
        AlignedTable table = new AlignedTable("POSTGRESQL", "PARQUET", "GLUE", "READ", "CHOICES", "NOTE");
        for (TypeRow row : TypeMap.rows()) {
            table.row(
                    row.type() + (row.extension().isEmpty() ? "" : " (" + row.extension() + ")"),
                    row.parquet(),
                    row.glue(),
                    row.read(),
                    String.join(", ", row.choices()),
                    row.note());
        }
        return table.toString();
    }

    private static String code(String text) {
        return "`" + cell(text) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
