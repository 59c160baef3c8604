package dev.caravan.option;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole number within bounds.
 *
 * @param least the smallest that is legal
 * @param most the largest that is legal
 * @param unit what it counts, in the plural: {@code bytes}; may be empty
 */
public record WholeNumber(long least, long most, String unit) implements Form {
    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern WITH_UNIT =
            Pattern.compile("([0-9]{1,9})\\s*([KMGT])(i?)B?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> POWERS = Map.of("K", 1, "M", 2, "G", 3, "T", 4);

    @Override
    public String legal() {
        return "a whole number " + (unit.isEmpty() ? "" : "of " + unit + " ") + "from " + least + " to " + most;
    }

    @Override
    public Optional<Misfit> check(String value) {
        if (DIGITS.matcher(value).matches() && !value.startsWith("+")) {
            BigInteger number = new BigInteger(value);
            if (number.compareTo(BigInteger.valueOf(least)) >= 0 && number.compareTo(BigInteger.valueOf(most)) <= 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new Misfit("it has to be " + legal(), hint(value)));
    }

    private String hint(String value) {
        Matcher sized = WITH_UNIT.matcher(value);
        if (unit.equals("bytes") && sized.matches()) {
            String prefix = sized.group(2).toUpperCase(Locale.ROOT);
            BigInteger bytes = new BigInteger(sized.group(1)).shiftLeft(10 * POWERS.getOrDefault(prefix, 0));
            return "Write it without a unit: " + sized.group(1) + " " + prefix + "iB are " + bytes + ".";
        }
        return DIGITS.matcher(value).matches()
                ? "Choose a number within these bounds."
                : "Write digits only, without a unit, a blank or a separator.";
    }
}
