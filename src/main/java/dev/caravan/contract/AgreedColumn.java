package dev.caravan.contract;

import dev.caravan.plan.Column;

/**
 * A column that was agreed on.
 *
 * @param name as the source has it
 * @param type what it becomes, as {@link LakeType} writes it
 * @param nullable whether it may hold NULL
 */
public record AgreedColumn(String name, String type, boolean nullable) {
    /** The column as it is now. */
    static AgreedColumn of(Column column) {
        return new AgreedColumn(column.name(), LakeType.of(column), !column.notNull());
    }
}
