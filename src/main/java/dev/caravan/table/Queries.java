package dev.caravan.table;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Shaped;
import java.util.Optional;
import java.util.regex.Pattern;

/** SQL as far as it can be judged without a database. */
final class Queries {
    private static final Pattern BEGIN =
            Pattern.compile("(?is)(?:--[^\n]*+\n|/\\*.*?\\*/|[\\s(]++)*+(select|with|values|table)\\b.*");

    /** A statement that returns rows. */
    static final Form SELECT = new Form() {
        @Override
        public String legal() {
            return "a SELECT (or WITH, VALUES, TABLE)";
        }

        @Override
        public Optional<Misfit> check(String value) {
            return BEGIN.matcher(value).matches()
                    ? Optional.empty()
                    : Optional.of(new Misfit(
                            "it has to be " + legal(), "Begin it with SELECT, or name a relation with table instead."));
        }
    };

    /** What follows WHERE. */
    static final Form CONDITION = Shaped.of(
            "(?i)(?!\\s*where\\b)(?!.*;\\s*$).*",
            "a condition in SQL, without the word WHERE and without a semicolon",
            "Write it as status = 'open' AND total > 0.");

    private Queries() {}
}
