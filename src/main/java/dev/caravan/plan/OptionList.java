package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lists in table files and endpoints: {@code id, "x,y"} and {@code id=uuid, "x,y"=decimal(20,6)}.
 *
 * <p>Items are separated by commas. A name is written as the table has it. A name that could be misread stands in double quotes, and a
 * double quote within these is doubled, as in SQL.
 */
public final class OptionList {
    private static final String FORM =
            "Separate items by commas; an item with a comma, '=', double quote or outer blank stands in double"
                    + " quotes, such as \"x,y\", with each double quote in it doubled.";

    private final String option;
    private final String text;
    private final boolean hasValues;
    private int at;

    /**
     * An item.
     *
     * @param name without quotes
     * @param value what follows the {@code =}; null if there is none
     */
    public record Item(String name, @Nullable String value) {}

    private OptionList(String option, String text, boolean hasValues) {
        this.option = option;
        this.text = text;
        this.hasValues = hasValues;
    }

    /**
     * Reads a list of names.
     *
     * @param option its name, for messages
     * @throws ExportException BAD_CONFIGURATION for quotes that are not closed, and for an empty item or name
     */
    public static List<String> names(String option, String text) {
        return new OptionList(option, text, false)
                .read().stream().map(Item::name).toList();
    }

    /**
     * Reads a list of names with values, {@code name=value}; a value may have commas in parentheses and in double quotes.
     *
     * @param option its name, for messages
     * @throws ExportException BAD_CONFIGURATION for quotes that are not closed, and for an empty item, name or value
     */
    public static List<Item> items(String option, String text) {
        return new OptionList(option, text, true).read();
    }

    /** A name as lists have it: in double quotes if it needs them. */
    public static String write(String name) {
        boolean plain = !name.isEmpty()
                && name.equals(name.strip())
                && name.chars().noneMatch(c -> c == ',' || c == '=' || c == '"');
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Names as a list. */
    public static String write(Collection<String> names) {
        return names.stream().map(OptionList::write).collect(Collectors.joining(", "));
    }

    /** Names with their values as a list. */
    public static String write(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> write(value.getKey()) + "=" + value.getValue())
                .collect(Collectors.joining(", "));
    }

    private List<Item> read() {
        List<Item> items = new ArrayList<>();
        if (text.isBlank()) {
            return items;
        }
        for (at = 0; at <= text.length(); at++) {
            skipBlanks();
            if (at == text.length() || text.charAt(at) == ',') {
                throw fault("nothing as its item " + (items.size() + 1));
            }
            items.add(item());
        }
        return items;
    }

    private Item item() {
        String name = text.charAt(at) == '"' ? quoted() : plain();
        boolean hasValue = hasValues && at < text.length() && text.charAt(at) == '=';
        if (name.isEmpty()) {
            throw fault(hasValue ? "no column before '='" : "an empty name");
        }
        if (!hasValue) {
            return new Item(name, null);
        }
        at++;
        String value = value();
        if (value.isEmpty()) {
            throw fault("nothing after '=' for " + name);
        }
        return new Item(name, value);
    }

    private String quoted() {
        StringBuilder name = new StringBuilder();
        for (at++; at < text.length(); at++) {
            if (text.charAt(at) != '"') {
                name.append(text.charAt(at));
            } else if (text.startsWith("\"\"", at)) {
                name.append('"');
                at++;
            } else {
                at++;
                skipBlanks();
                if (at < text.length() && !isEnd(text.charAt(at))) {
                    throw fault("'" + text.charAt(at) + "' after the quoted name \"" + name + "\"");
                }
                return name.toString();
            }
        }
        throw fault("a double quote that is not closed");
    }

    private String plain() {
        int start = at;
        while (at < text.length() && !isEnd(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private boolean isEnd(char c) {
        return c == ',' || (hasValues && c == '=');
    }

    private String value() {
        int start = at;
        int open = 0;
        boolean isQuoted = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ',' && open <= 0 && !isQuoted) {
                break;
            }
            isQuoted ^= c == '"';
            open += isQuoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return text.substring(start, at).strip();
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ExportException fault(String what) {
        return new ExportException(
                ErrorCode.BAD_CONFIGURATION, option + " is '" + text.strip() + "', which has " + what + ".", FORM);
    }
}
