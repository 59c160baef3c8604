package dev.caravan.option;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text of a certain shape.
 *
 * @param shape what it has to match
 * @param legal what that is, in words
 * @param hint what to do about a text of another shape; a sentence
 */
public record Shaped(Pattern shape, String legal, String hint) implements Form {
    /** A text of this shape. */
    public static Shaped of(String shape, String legal, String hint) {
        return new Shaped(Pattern.compile(shape, Pattern.DOTALL), legal, hint);
    }

    /** Any text. */
    public static Shaped any(String legal) {
        return of(".*", legal, "");
    }

    @Override
    public Optional<Misfit> check(String value) {
        return shape.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(new Misfit("it has to be " + legal, hint));
    }
}
