package dev.caravan.option;

import dev.caravan.error.ExportException;
import java.util.Optional;

/**
 * A text that a parser reads, which says itself what is wrong with it.
 *
 * @param legal what is legal, in words
 * @param parser reads it, or throws an {@link ExportException}
 */
public record Parsed(String legal, Parser parser) implements Form {

    /** Reads a text. */
    public interface Parser {
        /**
         * Reads it; the result is not used.
         *
         * @throws ExportException when it cannot be read
         */
        Object read(String text);
    }

    @Override
    public Optional<Misfit> check(String value) {
        try {
            parser.read(value);
            return Optional.empty();
        } catch (ExportException e) {
            return Optional.of(new Misfit("it cannot be read: " + withoutStop(e.what()), e.hint()));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(new Misfit(
                    "it cannot be read (" + e.getClass().getSimpleName() + ")", "It has to be " + legal + "."));
        }
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
