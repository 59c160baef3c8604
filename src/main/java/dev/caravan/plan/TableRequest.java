package dev.caravan.plan;

import dev.caravan.source.RowSecurity;
import java.util.List;
import java.util.Map;

/**
 * What a table file asks for.
 *
 * @param tableId the route id: the table's name in the lake
 * @param table the relation as SQL names it, with quotes where it needs them; empty when {@code query} is given
 * @param query a SELECT instead of a table, or empty
 * @param columns the columns to take, in this order; empty for all
 * @param exclude columns to leave out
 * @param where a condition in SQL, or empty
 * @param onBadValue what becomes of values that their targets cannot hold
 * @param types what columns become instead of what the type map says, as the table file writes it; empty for none
 * @param rename names in the lake by names in the source; empty for none
 * @param sortBy columns by which each chunk is sorted; empty for the order of the table
 * @param rowSecurity what to do about policies that would hide rows
 * @param bloomFilters columns that get Bloom filters when they are written
 * @param verify what is proven of the run before it is published
 * @param partitionBy how its rows are divided into folders
 * @param mask what stands in place of the values of columns, as the table file writes it; empty for none
 */
public record TableRequest(
        String tableId,
        String table,
        String query,
        List<String> columns,
        List<String> exclude,
        String where,
        BadValuePolicies onBadValue,
        Map<String, String> types,
        Map<String, String> rename,
        List<String> sortBy,
        RowSecurity rowSecurity,
        List<String> bloomFilters,
        Verification verify,
        PartitionRequest partitionBy,
        Map<String, String> mask) {
    public TableRequest {
        mask = Map.copyOf(mask);
        rename = Map.copyOf(rename);
        bloomFilters = List.copyOf(bloomFilters);
        sortBy = List.copyOf(sortBy);
        types = Map.copyOf(types);
        columns = List.copyOf(columns);
        exclude = List.copyOf(exclude);
    }

    /** In the order of the table, under the names of the table. */
    public TableRequest(
            String tableId,
            String table,
            String query,
            List<String> columns,
            List<String> exclude,
            String where,
            BadValuePolicies onBadValue,
            Map<String, String> types) {
        this(
                tableId,
                table,
                query,
                columns,
                exclude,
                where,
                onBadValue,
                types,
                Map.of(),
                List.of(),
                RowSecurity.REFUSE,
                List.of(),
                Verification.ROWS,
                PartitionRequest.NONE,
                Map.of());
    }

    /** A whole table, as the type map has it. */
    public static TableRequest of(String table) {
        return new TableRequest(table, table, "", List.of(), List.of(), "", BadValuePolicies.FAIL, Map.of());
    }

    /** The same, with what row security leaves. */
    public TableRequest allowingRowSecurity() {
        return new TableRequest(
                tableId,
                table,
                query,
                columns,
                exclude,
                where,
                onBadValue,
                types,
                rename,
                sortBy,
                RowSecurity.ALLOW,
                bloomFilters,
                verify,
                partitionBy,
                mask);
    }

    /** The same, with its values proven. */
    public TableRequest verifying(Verification wanted) {
        return new TableRequest(
                tableId,
                table,
                query,
                columns,
                exclude,
                where,
                onBadValue,
                types,
                rename,
                sortBy,
                rowSecurity,
                bloomFilters,
                wanted,
                partitionBy,
                mask);
    }

    /** The same, in partitions. */
    public TableRequest partitionedBy(PartitionRequest wanted) {
        return new TableRequest(
                tableId,
                table,
                query,
                columns,
                exclude,
                where,
                onBadValue,
                types,
                rename,
                sortBy,
                rowSecurity,
                bloomFilters,
                verify,
                wanted,
                mask);
    }

    /** The source's name for messages: the table, or that it is a query. */
    public String subject() {
        return query.isEmpty() ? "table " + table : "the query of " + tableId;
    }
}
