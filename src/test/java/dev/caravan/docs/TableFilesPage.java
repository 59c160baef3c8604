package dev.caravan.docs;

import dev.caravan.table.TableParameter;
import java.util.Arrays;
import java.util.List;

/** {@code docs/table-files.md}: every parameter of a table file, from {@link TableParameter}. */
final class TableFilesPage {
    private static final String INTRODUCTION = """
            A table file is a YAML file in the route folder (`--routes`). Each `templatedRoute` in it is one table. `routeId` is the name of the table in the lake: its folder in the
            bucket, and its name in the catalog.

            ```yaml
            - templatedRoute:
                routeTemplateRef: table-to-lake
                routeId: orders
                parameters:
                  - { name: table,      value: public.orders }
                  - { name: schedule,   value: "0 0 0/12 * * ?" }
                  - { name: timeZone,   value: Europe/Berlin }
                  - { name: exclude,    value: internal_note }
                  - { name: where,      value: "deleted_at IS NULL" }
                  - { name: onBadValue, value: "fail, delivered=clamp" }
                  - { name: sortBy,     value: customer_id }
            ```

            """;

    private static final String RULES = """

            ## Rules

            - A value is checked when its file is read. The pod, `caravan export` and `caravan validate` refuse the same values, and report file, line, parameter, value and rule.
              A file with an illegal value does not replace the running routes.
            - An unknown parameter is an error.
            - Names (`timeZone`, `source`, columns) are case-sensitive. Words from a list (`compression`) are not.
            - Numbers are digits only, without a unit.
            - A blank value is refused. Omit the parameter to get its default. A property placeholder (`{{my.condition}}`) may be empty; the default then applies.
            - A table file has either `table` or `query`.
            - Only the database knows whether the columns of `columns`, `exclude`, `sortBy`, `bloomFilters`, `types`, `rename`, `mask` and `onBadValue` exist, and whether `where` and `query`
              are valid SQL. `caravan validate` without `--offline` checks it, and so does each run before it reads any row.
            - `source` has to be configured, the contract of `schema` has to be readable, and `caravan.mask.key` has to be set for the mask `hash`, before a file is loaded.
              Until then the file is checked again every few seconds.
            - [Columns that must not leave the database](masks.md) describes `mask`.

            The options of [Caravan's components](components.md) have the same legal values, for example `parquet-file:orders?compression=gzip`. Endpoints of all components are checked
            when the file is read: the name of the component, the names of its options, and values that are not a number, a boolean, a time or one of the words that the option accepts.
            """;

    private TableFilesPage() {}

    static String markdown() {
        return Markdown.head("Table files")
                + INTRODUCTION
                + "## Parameters\n\n"
                + Markdown.table(
                        List.of("parameter", "default", "legal values", "meaning", "example"),
                        Arrays.stream(TableParameter.values())
                                .map(TableFilesPage::row)
                                .toList())
                + RULES;
    }

    private static List<String> row(TableParameter parameter) {
        return List.of(
                Markdown.code(parameter.key()),
                Markdown.code(parameter.defaultValue().replace("{{tableId}}", "<routeId>")),
                Markdown.text(parameter.form().legal()),
                Markdown.text(parameter.meaning()),
                Markdown.code(parameter.example()));
    }
}
