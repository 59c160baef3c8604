package dev.caravan.table;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Parsed;
import dev.caravan.plan.Masks;
import java.util.Optional;

/** Masks by column; whether the columns exist and have types that the masks take, only the database knows. */
record ColumnMasks() implements Form {
    @Override
    public String legal() {
        return "column=mask, separated by commas";
    }

    @Override
    public Optional<Misfit> check(String value) {
        return new Parsed(legal(), Masks::parse).check(value);
    }
}
