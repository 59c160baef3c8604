package dev.caravan.table;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Parsed;
import dev.caravan.plan.PartitionRequest;
import java.util.Optional;

/** Expressions that divide a table; whether the columns exist, only the database knows. */
record PartitionList() implements Form {
    @Override
    public String legal() {
        return "year, month, week, day or hour of a column, extract(unit from column) or a column, each with a name if wanted, separated by commas";
    }

    @Override
    public Optional<Misfit> check(String value) {
        return new Parsed(legal(), PartitionRequest::parse).check(value);
    }
}
