package dev.caravan.option;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A word of a list. Upper and lower case do not count.
 *
 * @param words the list, as it is documented
 */
public record OneOf(List<String> words) implements Form {
    public OneOf {
        words = List.copyOf(words);
    }

    /** These words. */
    public static OneOf of(String... words) {
        return new OneOf(List.of(words));
    }

    /** The constants of an enum, in lower case. */
    public static <E extends Enum<E>> OneOf constants(Class<E> type) {
        return new OneOf(Arrays.stream(type.getEnumConstants()).map(Words::of).toList());
    }

    @Override
    public String legal() {
        return String.join(", ", words);
    }

    @Override
    public Optional<Misfit> check(String value) {
        return words.stream().anyMatch(value::equalsIgnoreCase)
                ? Optional.empty()
                : Optional.of(new Misfit(
                        "there is no such value", Spelling.meant(value, words) + "Legal are: " + legal() + "."));
    }
}
