package dev.caravan.cli;

import dev.caravan.plan.Agreement;
import dev.caravan.plan.Column;
import dev.caravan.plan.Planner;
import dev.caravan.plan.Snapshot;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.types.Choice;
import dev.caravan.types.TypeMap;
import dev.caravan.types.TypeRow;
import dev.caravan.types.Warnings;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What the columns of one table become.
 *
 * @param table as it was asked for
 * @param warnings why a run may read less than the whole table, or be refused
 * @param columns in the order of the table
 */
record TableTypes(String table, List<String> warnings, List<ColumnType> columns) {
    /** One column. */
    record ColumnType(
            String column,
            String type,
            boolean notNull,
            String parquet,
            String glue,
            String read,
            List<String> choices,
            List<String> warnings) {}

    static TableTypes of(DataSource source, String table) {
        TableRequest request = TableRequest.of(table).allowingRowSecurity();
        try (Snapshot snapshot = Snapshot.open(source, request.subject())) {
            TableRun plan = Planner.plan(snapshot, request, Agreement.NONE, "");
            return new TableTypes(
                    table,
                    plan.completeness().warnings(),
                    plan.columns().stream().map(TableTypes::column).toList());
        }
    }

    private static ColumnType column(Column column) {
        TypeRow row = TypeRow.of(column.type());
        return new ColumnType(
                column.name(),
                column.type().sql(),
                column.notNull(),
                row.parquet(),
                row.glue(),
                row.read(),
                TypeMap.choices(column.type()).stream().map(Choice.Kind::form).toList(),
                Warnings.of(column.type(), null));
    }

    String text() {
        TextTable text = new TextTable("COLUMN", "POSTGRESQL", "PARQUET", "GLUE", "READ", "CHOICES", "WARNINGS");
        for (ColumnType column : columns) {
            text.row(
                    column.column(),
                    column.type() + (column.notNull() ? " not null" : ""),
                    column.parquet(),
                    column.glue(),
                    column.read(),
                    String.join(", ", column.choices()),
                    String.join("; ", column.warnings()));
        }
        return text
                + warnings.stream()
                        .map(warning -> System.lineSeparator() + "Warning: " + warning)
                        .collect(Collectors.joining());
    }
}
