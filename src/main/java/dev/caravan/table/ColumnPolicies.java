package dev.caravan.table;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Parsed;
import dev.caravan.plan.BadValuePolicies;
import java.util.Optional;

/** Policies for bad values; whether the columns exist, only the database knows. */
record ColumnPolicies() implements Form {
    @Override
    public String legal() {
        return "fail, null, clamp, text or reject, for the table, for columns (born=clamp), or both, separated by commas";
    }

    @Override
    public Optional<Misfit> check(String value) {
        return new Parsed(legal(), BadValuePolicies::parse).check(value);
    }
}
