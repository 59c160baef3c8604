package dev.caravan.table;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Parsed;
import dev.caravan.plan.Renames;
import java.util.Optional;

/** Names in the lake by column; whether the columns exist, only the database knows. */
record ColumnNames() implements Form {
    @Override
    public String legal() {
        return "column=name, separated by commas";
    }

    @Override
    public Optional<Misfit> check(String value) {
        return new Parsed(legal(), Renames::parse).check(value);
    }
}
