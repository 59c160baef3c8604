package dev.caravan.table;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Parsed;
import dev.caravan.plan.OptionList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Columns, each of them once; whether the relation has them, only the database knows.
 *
 * @param key the name of the parameter
 */
record ColumnList(String key) implements Form {
    @Override
    public String legal() {
        return "columns of the relation, separated by commas";
    }

    @Override
    public Optional<Misfit> check(String value) {
        return new Parsed(legal(), this::read).check(value);
    }

    private List<String> read(String text) {
        List<String> names = OptionList.names(key, text);
        Set<String> once = new HashSet<>();
        for (String name : names) {
            if (!once.add(name)) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION, "column " + name + " is named twice.", "Keep one of the two.");
            }
        }
        if (names.isEmpty()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION, "it names no column.", "Name one, or leave out " + key + ".");
        }
        return names;
    }
}
