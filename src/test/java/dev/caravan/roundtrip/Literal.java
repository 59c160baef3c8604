package dev.caravan.roundtrip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes apart what PostgreSQL prints for arrays, composite values and hstore (manual, "Array Input and Output Syntax" and on). */
final class Literal {
    private final String text;
    private int at;

    private Literal(String text) {
        this.text = text;
    }

    /** The elements: null, String, or List for a further dimension. What the lower bounds are is left out. */
    static List<@Nullable Object> array(String text, char delimiter) {
        int start = text.startsWith("[") ? text.indexOf('=') + 1 : 0;
        return new Literal(text.substring(start)).elements(delimiter);
    }

    private List<@Nullable Object> elements(char delimiter) {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        while (text.charAt(at) != '}') {
            if (text.charAt(at) == '{') {
                elements.add(elements(delimiter));
            } else if (text.charAt(at) == '"') {
                elements.add(quoted());
            } else {
                String plain = until(delimiter, '}');
                elements.add(plain.equals("NULL") ? null : plain);
            }
            at += text.charAt(at) == delimiter ? 1 : 0;
        }
        at++;
        return elements;
    }

    /** The attributes: null or String. */
    static List<@Nullable Object> record(String text) {
        Literal reader = new Literal(text);
        List<@Nullable Object> attributes = new ArrayList<>();
        while (reader.at < text.length() - 1) {
            reader.at++;
            attributes.add(reader.attribute());
        }
        return attributes;
    }

    private @Nullable String attribute() {
        char next = text.charAt(at);
        if (next == ',' || next == ')') {
            return null;
        }
        return next == '"' ? quoted() : until(',', ')');
    }

    /** The entries of an hstore. */
    static Map<Object, @Nullable Object> hstore(String text) {
        Literal reader = new Literal(text);
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        while (reader.at < text.length()) {
            String key = reader.quoted();
            reader.at += 2;
            boolean isNull = text.startsWith("NULL", reader.at);
            entries.put(key, isNull ? null : reader.quoted());
            reader.at += (isNull ? 4 : 0) + 2;
        }
        return entries;
    }

    private String until(char one, char other) {
        StringBuilder plain = new StringBuilder();
        while (text.charAt(at) != one && text.charAt(at) != other) {
            at += text.charAt(at) == '\\' ? 1 : 0;
            plain.append(text.charAt(at++));
        }
        return plain.toString();
    }

    /** Escapes are a backslash before the character, or the quote doubled. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; ; at++) {
            char next = text.charAt(at);
            if (next == '\\') {
                at++;
            } else if (next == '"' && (++at == text.length() || text.charAt(at) != '"')) {
                return value.toString();
            }
            value.append(text.charAt(at));
        }
    }
}
