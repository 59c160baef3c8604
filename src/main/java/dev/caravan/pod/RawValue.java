package dev.caravan.pod;

import dev.caravan.option.Misfit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a value whatever it is for: it holds what a shell or a template should have removed or replaced. */
final class RawValue {
    private static final Pattern QUOTED = Pattern.compile("(?s)\"(.*)\"|'(.*)'");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\([A-Za-z_][A-Za-z0-9_]*\\)|\\$?\\$\\{[A-Za-z_][^{}\\s]*}|\\{\\{\\s*\\..*}}");

    private RawValue() {}

    /**
     * Checks a value.
     *
     * @param isSecret whether it may hold any letters, so that only the whole of it may be a variable
     */
    static Optional<Misfit> check(String value, boolean isSecret) {
        if (value.length() > 1 && QUOTED.matcher(value).matches()) {
            return Optional.of(new Misfit("the quotes around it would be part of it", "Remove the quotes."));
        }
        Matcher variable = VARIABLE.matcher(value);
        return (isSecret ? variable.matches() : variable.find())
                ? Optional.of(new Misfit(
                        "nothing has replaced " + (isSecret ? "the variable in it" : variable.group()),
                        "Kubernetes replaces $(NAME) by variables of the same container that are listed before; in"
                                + " application.properties, {{env:NAME}} is the value of a variable."))
                : Optional.empty();
    }
}
