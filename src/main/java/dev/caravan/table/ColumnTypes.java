package dev.caravan.table;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Parsed;
import dev.caravan.plan.TypeChoices;
import dev.caravan.types.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Targets by column; whether the column's type can become its target, only the database knows. */
record ColumnTypes() implements Form {
    @Override
    public String legal() {
        return "column=target, separated by commas";
    }

    @Override
    public Optional<Misfit> check(String value) {
        return new Parsed(legal(), ColumnTypes::read).check(value);
    }

    private static Map<String, String> read(String text) {
        Map<String, String> targets = TypeChoices.parse(text);
        List<String> faults = new ArrayList<>();
        targets.forEach((column, target) -> {
            try {
                Choice.parse(target);
            } catch (IllegalArgumentException e) {
                faults.add("column " + column + ": " + e.getMessage());
            }
        });
        if (!faults.isEmpty()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    String.join(" ", faults),
                    "caravan types lists what each type becomes and what may be chosen instead.");
        }
        return targets;
    }
}
