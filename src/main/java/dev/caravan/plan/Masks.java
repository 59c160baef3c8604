package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.source.Snapshot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameter {@code mask} of a table file: {@code email=hash, iban=keep-last(4), note=drop}. */
public final class Masks {
    private static final String OPTION = "mask";
    private static final String HASH = "hash";

    private Masks() {}

    /**
     * Reads the parameter.
     *
     * @return masks by column, as they are written
     * @throws ExportException BAD_CONFIGURATION for what is not {@code column=mask}, a mask that does not exist, and a column that is
     *     named twice
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> masks = new LinkedHashMap<>();
        for (OptionList.Item item : OptionList.items(OPTION, text)) {
            if (item.value() == null) {
                throw bad(
                        "'" + text.strip() + "' has no '=' after '" + item.name() + "'.",
                        "Write column=mask, separated by commas, such as email=hash, note=drop.");
            }
            try {
                MaskForm.parse(item.value());
            } catch (IllegalArgumentException e) {
                throw bad("column " + item.name() + ": " + e.getMessage(), "Use one of " + MaskForm.LEGAL + ".");
            }
            if (masks.put(item.name(), item.value()) != null) {
                throw bad("column " + item.name() + " is named twice.", "Keep one of the two.");
            }
        }
        return masks;
    }

    /** Whether one of the masks of a parameter that can be read is hash. */
    public static boolean needKey(String text) {
        return parse(text).containsValue(HASH);
    }

    /** The masks of a request on the columns that it reads. */
    static MaskedColumns apply(Snapshot snapshot, List<Column> columns, TableRequest request) throws SQLException {
        requireRead(columns, request);
        List<String> faults = new ArrayList<>();
        List<AppliedMask> applied = new ArrayList<>();
        List<Column> left = new ArrayList<>();
        for (Column column : columns) {
            String written = request.mask().get(column.source());
            if (written == null) {
                left.add(column);
                continue;
            }
            applied.add(new AppliedMask(column.source(), written));
            try {
                Mask mask = MaskForm.parse(written);
                requireNoType(column, mask, request);
                mask.apply(column, snapshot.connection()).ifPresent(left::add);
            } catch (IllegalArgumentException e) {
                faults.add("column " + column.source() + " (" + column.type().sql() + "): " + e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw bad(
                    request.subject() + ": " + String.join("; ", faults) + ".",
                    "docs/masks.md says what each mask takes.");
        }
        if (request.mask().containsValue(HASH)) {
            snapshot.handMaskKey();
        }
        return new MaskedColumns(left, applied);
    }

    private static void requireRead(List<Column> columns, TableRequest request) {
        List<String> known = columns.stream().map(Column::source).toList();
        List<String> unknown = request.mask().keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new ExportException(
                    ErrorCode.NO_SUCH_COLUMN,
                    "mask of " + request.subject() + " names " + OptionList.write(unknown) + ", which is not read.",
                    "What is read is " + OptionList.write(known) + "; write names as they are here.");
        }
    }

    private static void requireNoType(Column column, Mask mask, TableRequest request) {
        if (mask.makesText() && request.types().containsKey(column.source())) {
            throw new IllegalArgumentException(
                    "its mask makes text of it, so that types cannot choose a target for it too");
        }
    }

    private static ExportException bad(String what, String hint) {
        return new ExportException(ErrorCode.BAD_CONFIGURATION, OPTION + ": " + what, hint);
    }
}
