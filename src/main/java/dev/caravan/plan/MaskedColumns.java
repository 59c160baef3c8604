package dev.caravan.plan;

import java.util.List;

/**
 * The columns of a run with its masks.
 *
 * @param columns those that are read, with what is read in place of their values
 * @param applied the masks, in the order of the columns; also of those that are not read
 */
record MaskedColumns(List<Column> columns, List<AppliedMask> applied) {
    MaskedColumns {
        columns = List.copyOf(columns);
        applied = List.copyOf(applied);
    }

    /** Whether a value of one of these columns must not leave the server, not even as the bound of a range. */
    boolean hides(List<String> sources) {
        return applied.stream().anyMatch(mask -> sources.contains(mask.column()));
    }

    /** Whether rows that differ in one of these columns may no longer do so. */
    boolean blurs(List<String> sources) {
        return applied.stream()
                .filter(mask -> !MaskForm.parse(mask.mask()).tellsApart())
                .anyMatch(mask -> sources.contains(mask.column()));
    }
}
