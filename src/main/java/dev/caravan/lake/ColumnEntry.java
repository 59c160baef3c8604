package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.batch.Field;
import dev.caravan.contract.LakeType;
import dev.caravan.partition.Partitioning;
import dev.caravan.plan.Column;
import dev.caravan.plan.SourceComments;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column as a run found and wrote it, in the manifest.
 *
 * @param name as the source has it, or as the table file renames it
 * @param type in PostgreSQL
 * @param glue in the Glue catalog
 * @param parquet in the files, as {@link LakeType} writes it
 * @param notNull whether the source promises a value
 * @param comment what the source says of it; null when it says nothing
 * @param partition the partition whose folders tell its values; null for a column of the files
 * @param textOf the column whose bad values this one holds as text; null for a column of the source
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ColumnEntry(
        String name,
        String type,
        String glue,
        String parquet,
        boolean notNull,
        @Nullable String comment,
        @Nullable String partition,
        @Nullable String textOf) {
    /** A column that other steps have read: its type at the source, and whether it may be null there, are unknown. */
    public static ColumnEntry of(Field field) {
        return new ColumnEntry(field.name(), "", field.target().glue(), LakeType.of(field), false, null, null, null);
    }

    /** The columns of a plan, and after them those that hold bad values as text. */
    public static List<ColumnEntry> of(List<Column> columns, Partitioning partitioning, SourceComments comments) {
        return Stream.concat(
                        columns.stream().map(column -> of(column, partitioning, comments)),
                        columns.stream().filter(Column::hasTextField).map(ColumnEntry::textOf))
                .toList();
    }

    private static ColumnEntry of(Column column, Partitioning partitioning, SourceComments comments) {
        return new ColumnEntry(
                column.name(),
                column.type().sql(),
                column.mapping().target().glue(),
                LakeType.of(column),
                column.notNull(),
                comments.of(column).orElse(null),
                partitioning.partitionOf(column.name()),
                null);
    }

    private static ColumnEntry textOf(Column column) {
        return new ColumnEntry(column.textField().name(), "text", "string", "string", false, null, null, column.name());
    }

    /** SHA-256 of names, types and promises of columns in their order, in hexadecimal digits; comments do not count. */
    public static String fingerprint(List<ColumnEntry> columns) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ColumnEntry column : columns) {
                Stream.of(column.name, column.type, column.glue, column.parquet, Boolean.toString(column.notNull))
                        .forEach(part -> {
                            digest.update(part.getBytes(StandardCharsets.UTF_8));
                            // No text has this byte, so that no two lists of parts are the same.
                            digest.update((byte) 0xFF);
                        });
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
