package dev.caravan.routes;

import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * Property placeholders in the values of table files: <code>{{key}}</code>, <code>{{key:default}}</code>, <code>{{env:NAME}}</code>.
 *
 * <p>Camel takes all double braces for placeholders. Here those that cannot be one stand for themselves, since arrays
 * (<code>'{{1,2},{3,4}}'</code>) and JSON have them. A backslash makes sure of it.
 */
public final class Placeholders {
    /** How to write what looks like a placeholder and is none. */
    static final String ESCAPE =
            "For the braces themselves write \\{{ and \\}} (in YAML's double quotes \\\\{{ and \\\\}}).";

    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?<!\\\\)\\{\\{([?!]?[A-Za-z_][\\w.-]*(?:[:?][^{}]*)?)}}");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(?=\\{\\{|}})");
    private static final Pattern BRACES = Pattern.compile("\\\\?(?:\\{\\{|}})");
    /** Values of placeholders may have placeholders. */
    private static final int DEEPEST = 10;

    private Placeholders() {}

    /** That a placeholder has no value. */
    public static final class Unset extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        /** The placeholder, braces included, as the message. */
        Unset(String placeholder, IllegalArgumentException cause) {
            super(placeholder, cause);
        }
    }

    /**
     * Replaces the placeholders of a value.
     *
     * @throws Unset when a property is not set
     */
    public static String resolve(CamelContext context, String value) {
        return resolve(value, context::resolvePropertyPlaceholders);
    }

    /** The same with what finds the value of a single placeholder. */
    static String resolve(String value, UnaryOperator<String> properties) {
        String resolved = value;
        Matcher found = PLACEHOLDER.matcher(resolved);
        for (int depth = 0; depth < DEEPEST && found.find(); depth++) {
            resolved = found.reset().replaceAll(match -> Matcher.quoteReplacement(value(match, properties)));
            found = PLACEHOLDER.matcher(resolved);
        }
        return ESCAPED.matcher(resolved).replaceAll("");
    }

    private static String value(MatchResult placeholder, UnaryOperator<String> properties) {
        try {
            String value = properties.apply(placeholder.group());
            return value == null ? "" : value;
        } catch (IllegalArgumentException e) {
            throw new Unset(placeholder.group(), e);
        }
    }

    /** A value as Camel has to find it, so that it takes all braces for themselves. */
    static String escape(String resolved) {
        return BRACES.matcher(resolved).replaceAll(braces -> Matcher.quoteReplacement("\\" + braces.group()));
    }
}
