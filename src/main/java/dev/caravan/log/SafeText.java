package dev.caravan.log;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text of others, such as an answer of a server or the name of a table, as the log shows it: on one line, and without passwords.
 *
 * <p>A line feed would let it pass for a line of its own, and an escape sequence would command the terminal.
 */
public final class SafeText {
    private static final String HIDDEN = "***";

    /** What stands behind the names under which settings, URLs and connection strings hold secrets. */
    private static final Pattern NAMED = Pattern.compile(
            "((?:password|passwd|pwd|secret|secret[-_]?(?:access[-_]?)?key|access[-_]?token|session[-_]?token|api[-_]?key|sslpassword)"
                    + "\\s*[=:]\\s*)(?:RAW\\([^)]*\\)|\"[^\"]*\"|'[^']*'|[^\\s&;,'\")}\\]]+)",
            Pattern.CASE_INSENSITIVE);

    /** The password of a URL: {@code //user:password@host}; also the key of a Sentry DSN. */
    private static final Pattern IN_URL = Pattern.compile("(://[^/\\s:@'\"]*:)[^/\\s@'\"]+(@)");

    private SafeText() {}

    /** The text on one line, with secrets hidden. */
    public static String of(@Nullable String text) {
        return text == null ? "null" : escaped(withoutSecrets(text));
    }

    /** The text with secrets hidden. */
    public static String withoutSecrets(String text) {
        if (text.indexOf('=') < 0 && text.indexOf(':') < 0) {
            return text;
        }
        String named = NAMED.matcher(text).replaceAll("$1" + HIDDEN);
        return IN_URL.matcher(named).replaceAll("$1" + HIDDEN + "$2");
    }

    /** Every control character, and what else begins a line or turns its direction, as Java writes it. */
    static String escaped(String text) {
        int first = 0;
        while (first < text.length() && !isControl(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (isControl(character)) {
                        safe.append(String.format("\\u%04x", (int) character));
                    } else {
                        safe.append(character);
                    }
                }
            }
        }
        return safe.toString();
    }

    private static boolean isControl(char character) {
        return Character.isISOControl(character)
                || character == '\u2028'
                || character == '\u2029'
                || (character >= '\u202a' && character <= '\u202e')
                || (character >= '\u2066' && character <= '\u2069');
    }
}
