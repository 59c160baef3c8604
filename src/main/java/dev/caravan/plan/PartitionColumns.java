package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.option.Spelling;
import dev.caravan.partition.Levels;
import dev.caravan.partition.PartitionField;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the columns of a table that it is partitioned by, and what their partitions are. */
final class PartitionColumns {
    private final TableRequest request;
    private final List<Column> columns;

    private PartitionColumns(TableRequest request, List<Column> columns) {
        this.request = request;
        this.columns = columns;
    }

    /**
     * How a table of these columns is partitioned.
     *
     * @throws ExportException NO_SUCH_COLUMN for a column that is not read; BAD_CONFIGURATION for one that cannot be partitioned so, for
     *     a name that a column of the files has, and when no column is left for the files
     */
    static Partitioning of(TableRequest request, List<Column> columns) {
        PartitionRequest wanted = request.partitionBy();
        return wanted.fields().isEmpty() ? Partitioning.NONE : new PartitionColumns(request, columns).partitioning();
    }

    private Partitioning partitioning() {
        PartitionRequest wanted = request.partitionBy();
        List<PartitionLevel> levels = new ArrayList<>();
        for (PartitionField field : wanted.fields()) {
            PartitionLevel level = level(field);
            if (levels.stream().anyMatch(other -> other.name().equals(level.name()))) {
                throw PartitionRequest.bad(
                        "two partitions have the name '" + level.name() + "'.",
                        "Give one of the two another name, as in name=" + field.expression() + ".");
            }
            levels.add(level);
        }
        Partitioning partitioning =
                new Partitioning(levels, wanted.timeZone(), wanted.keepsColumns(), wanted.isProjected());
        requireFreeNames(partitioning);
        requireColumns(partitioning);
        return partitioning;
    }

    private PartitionLevel level(PartitionField field) {
        Column column = columns.stream()
                .filter(each -> each.source().equals(field.column()))
                .findFirst()
                .orElseThrow(() -> unknown(field));
        String glue = Levels.glue(field.transform(), column.mapping().target()).orElseThrow(() -> unfit(field, column));
        String name = field.name().isEmpty() ? nameOf(field, column) : field.name();
        return new PartitionLevel(
                name, field.transform(), column.name(), glue, column.onBadValue() == BadValuePolicy.NULL);
    }

    private static String nameOf(PartitionField field, Column column) {
        String name = column.name().toLowerCase(Locale.ROOT)
                + (field.transform() == Transform.COLUMN
                        ? ""
                        : "_" + field.transform().unit());
        try {
            PartitionRequest.requireName(name);
        } catch (ExportException e) {
            throw PartitionRequest.bad(
                    field.expression() + " has no name, and '" + name + "' is none for a folder.",
                    "Give it one of small letters, digits and '_', as in part=" + field.expression() + ".");
        }
        return name;
    }

    private ExportException unknown(PartitionField field) {
        List<String> read = columns.stream().map(Column::source).toList();
        return new ExportException(
                ErrorCode.NO_SUCH_COLUMN,
                "partitionBy of " + request.subject() + " names " + OptionList.write(field.column())
                        + ", which is not read.",
                Spelling.meant(field.column(), read) + "What is read is " + OptionList.write(read)
                        + "; write names as they are here.");
    }

    private ExportException unfit(PartitionField field, Column column) {
        boolean isColumn = field.transform() == Transform.COLUMN;
        return PartitionRequest.bad(
                request.subject() + " cannot be partitioned by " + field.expression() + ": " + column.source() + " ("
                        + column.type().sql() + ") becomes "
                        + column.mapping().target().glue()
                        + (isColumn
                                ? ", of which no folder can be named."
                                : ", which has no " + field.transform().unit() + "."),
                isColumn
                        ? "Partition by text, integers, decimals, dates, booleans or uuids; of a timestamp by its year, month, week,"
                                + " day or hour."
                        : "Take a date or a timestamp (a date has no hour), or partition by the column itself.");
    }

    private void requireFreeNames(Partitioning partitioning) {
        for (PartitionLevel level : partitioning.levels()) {
            boolean isOwn = level.transform() == Transform.COLUMN;
            Column.fields(columns).stream()
                    .filter(field -> partitioning.isInFiles(field.name()))
                    .filter(field -> !(isOwn && field.name().equals(level.column())))
                    .filter(field -> field.name().equalsIgnoreCase(level.name()))
                    .findFirst()
                    .ifPresent(field -> {
                        throw PartitionRequest.bad(
                                "the partition " + level.expression() + " of " + request.subject() + " has the name '"
                                        + level.name() + "', which column " + field.name() + " has.",
                                "Give the partition another name, as in dt=" + level.expression()
                                        + "; readers see both as columns.");
                    });
        }
    }

    private void requireColumns(Partitioning partitioning) {
        if (partitioning.inFiles(Column.fields(columns)).isEmpty()) {
            throw PartitionRequest.bad(
                    "all columns of " + request.subject() + " are partitions, and none is left for the files.",
                    "Set keepPartitionColumns: true, or partition by fewer columns.");
        }
    }
}
