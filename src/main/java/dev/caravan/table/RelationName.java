package dev.caravan.table;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import java.util.Optional;
import java.util.regex.Pattern;

/** A relation as SQL names it; whether there is one, only the database knows. */
record RelationName() implements Form {
    private static final String PART = "(\"(?:[^\"]++|\"\")++\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    /** PostgreSQL takes the database before the schema, if it is the connection's. */
    private static final Pattern NAME = Pattern.compile(PART + "(?:\\s*\\.\\s*" + PART + "){0,2}");

    private static final Pattern STATEMENT = Pattern.compile("(?is)\\s*\\(?\\s*(select|with|values)\\b.*");

    @Override
    public String legal() {
        return "the name of a relation as in SQL: schema.table, with double quotes around a part with capitals, blanks or"
                + " special characters";
    }

    @Override
    public Optional<Misfit> check(String value) {
        if (NAME.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Misfit(
                "it has to be " + legal(),
                STATEMENT.matcher(value).matches()
                        ? "Put a SELECT into the parameter query, and leave out table."
                        : "Write it as public.orders or public.\"Price List\"; one relation only."));
    }
}
