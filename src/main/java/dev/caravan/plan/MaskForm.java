package dev.caravan.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How masks are written in table files. */
final class MaskForm {
    /** For messages. */
    static final String LEGAL = "drop, null, hash, keep-last(n), truncate(unit), constant(x)";

    private static final Pattern FORM = Pattern.compile("(?s)([a-z-]+)(?:\\((.*)\\))?");

    private MaskForm() {}

    /**
     * Reads a mask.
     *
     * @throws IllegalArgumentException with a sentence that says what would be legal
     */
    static Mask parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw unknown(text);
        }
        Optional<String> argument = Optional.ofNullable(form.group(2));
        return switch (form.group(1) + (argument.isPresent() ? "()" : "")) {
            case "drop" -> new Mask.Drop();
            case "null" -> new Mask.Null();
            case "hash" -> new Mask.Hash();
            case "keep-last()" ->
                new Mask.KeepLast(characters(text, argument.orElseThrow().strip()));
            case "truncate()" ->
                new Mask.Truncate(unit(text, argument.orElseThrow().strip()));
            case "constant()" -> new Mask.Constant(value(text, argument.orElseThrow()));
            default -> throw unknown(text);
        };
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("'" + text + "' is not a mask.");
    }

    private static int characters(String text, String argument) {
        int characters = argument.matches("[0-9]{1,4}") ? Integer.parseInt(argument) : 0;
        if (characters < 1 || characters > Mask.KeepLast.MOST) {
            throw new IllegalArgumentException("'" + text + "' is not a mask; in keep-last(n), n is a number from 1 to "
                    + Mask.KeepLast.MOST + ".");
        }
        return characters;
    }

    private static Mask.Unit unit(String text, String argument) {
        return Arrays.stream(Mask.Unit.values())
                .filter(unit -> unit.word().equals(argument))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text
                        + "' is not a mask; the units of truncate are "
                        + Arrays.stream(Mask.Unit.values()).map(Mask.Unit::word).collect(Collectors.joining(", "))
                        + "."));
    }

    /** Without pairs it would not be clear where the value ends, and it could take the masks of further columns. */
    private static String value(String text, String argument) {
        int open = 0;
        boolean isPaired = true;
        for (int i = 0; i < argument.length(); i++) {
            open += argument.charAt(i) == '(' ? 1 : argument.charAt(i) == ')' ? -1 : 0;
            isPaired &= open >= 0;
        }
        if (!isPaired || open != 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a mask; the parentheses in the value of constant(x) have to be in pairs.");
        }
        if (argument.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "'" + text.replace("\0", "") + "' is not a mask; no value of PostgreSQL has a zero byte.");
        }
        return argument;
    }
}
