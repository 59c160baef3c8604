package dev.caravan.cli;

import dev.caravan.plan.Column;
import dev.caravan.plan.NameProblem;
import dev.caravan.plan.OptionList;
import dev.caravan.plan.Planner;
import dev.caravan.plan.SolvedNames;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.source.Snapshot;
import dev.caravan.types.Choice;
import dev.caravan.types.TypeMap;
import dev.caravan.types.TypeRow;
import dev.caravan.types.Warnings;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * What the columns of one table become.
 *
 * @param table as the command line names it
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
            SolvedNames names = new SolvedNames();
            TableRun plan = Planner.plan(snapshot, request, names, "");
            List<NameProblem> problems = NameProblem.of(names.live());
            return new TableTypes(
                    table,
                    plan.completeness().warnings(),
                    names.live().stream()
                            .map(column -> column(column, problems))
                            .toList());
        }
    }

    private static ColumnType column(Column column, List<NameProblem> problems) {
        TypeRow row = TypeRow.of(column.type());
        return new ColumnType(
                column.name(),
                column.type().sql(),
                column.notNull(),
                row.parquet(),
                row.glue(),
                row.read(),
                TypeMap.choices(column.type()).stream().map(Choice.Kind::form).toList(),
                Stream.concat(
                                problems.stream()
                                        .filter(problem -> problem.column().equals(column))
                                        .map(NameProblem::warning),
                                Warnings.of(column.type(), null).stream())
                        .toList());
    }

    String text() {
        AlignedTable text = new AlignedTable("COLUMN", "POSTGRESQL", "PARQUET", "GLUE", "READ", "CHOICES", "WARNINGS");
        for (ColumnType column : columns) {
            text.row(
                    OptionList.write(column.column()),
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
