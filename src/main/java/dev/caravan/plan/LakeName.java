package dev.caravan.plan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Hive and Athena cannot parse in a name.
 *
 * <p>A Glue table lists the names of its columns in a text that is separated by commas; Hive has disallowed dots and colons in them
 * since 1.2; Glue refuses control characters. The type of a struct is a text as well, {@code struct<name:type,…>}, in which the parsers
 * of Hive and Athena take only letters, digits, '_', '$' and inner blanks for a name.
 */
final class LakeName {
    private LakeName() {}

    /** What a column's name has that cannot be parsed, such as {@code a comma}; empty for a good name. */
    static Optional<String> ofColumn(String name) {
        return fault(name, ",:.<>`");
    }

    /** The same of the name of a struct's part. */
    static Optional<String> ofPart(String name) {
        return fault(name, null);
    }

    /** A good name that is like this one; empty where nothing of it can stay. */
    static String proposed(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}_]+", "_").replaceAll("^_+|_+$", "");
    }

    private static Optional<String> fault(String name, @Nullable String illegal) {
        if (name.isEmpty()) {
            return Optional.of("no character");
        }
        if (!name.equals(name.strip())) {
            return Optional.of("a blank at its " + (name.stripLeading().equals(name) ? "end" : "beginning"));
        }
        return name.codePoints()
                .filter(c -> Character.isISOControl(c) || (illegal == null ? !isOfPart(c) : illegal.indexOf(c) >= 0))
                .mapToObj(LakeName::described)
                .findFirst();
    }

    private static boolean isOfPart(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == ' ';
    }

    private static String described(int c) {
        return switch (c) {
            case ',' -> "a comma";
            case ':' -> "a colon";
            case '.' -> "a dot";
            case '-' -> "a dash";
            case '<', '>' -> "an angle bracket";
            case '\n', '\r' -> "a line break";
            default ->
                Character.isISOControl(c) ? "a control character" : "the character '" + Character.toString(c) + "'";
        };
    }
}
