package dev.caravan.read;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that is left out of the table, with the reason.
 *
 * @param row its number in the chunk as it was read, from 1
 * @param key its primary key as text, by column; empty when the key is not read
 * @param faults what was wrong with it, one or more
 * @param columns every column as text: lists as lists, structs as maps; dates and times in ISO 8601
 */
public record RejectedRow(
        long row, Map<String, @Nullable Object> key, List<Fault> faults, Map<String, @Nullable Object> columns) {
    /**
     * A value that the column's target cannot hold.
     *
     * @param column the name of the column
     * @param type its type in PostgreSQL
     * @param value the value, or the bad part of it, as PostgreSQL prints it
     * @param rule why the target cannot hold it
     */
    public record Fault(String column, String type, String value, String rule) {}
}
