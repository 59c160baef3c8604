package dev.caravan.roundtrip;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads DuckDB's name of a type, such as {@code STRUCT(a INTEGER, "b c" VARCHAR[])[]}. */
final class DuckType {
    private final String text;
    private int at;

    private DuckType(String text) {
        this.text = text;
    }

    static Content.Shape parse(String text) {
        DuckType reader = new DuckType(text);
        Content.Shape shape = reader.type();
        if (reader.at != text.length()) {
            throw new AssertionError("DuckDB's type " + text + " is not understood from " + reader.at + " on");
        }
        return shape;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private Content.Shape type() {
        Content.Shape shape;
        if (skip("STRUCT(")) {
            Map<String, Content.Shape> fields = new LinkedHashMap<>();
            do {
                String name = name();
                at++;
                fields.put(name, type());
            } while (skip(", "));
            at++;
            shape = new Content.StructOf(fields);
        } else if (skip("MAP(")) {
            Content.Shape key = type();
            at += 2;
            shape = new Content.MapOf(key, type());
            at++;
        } else {
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            String word = text.substring(start, at);
            if (skip(" WITH TIME ZONE")) {
                word += " WITH TIME ZONE";
            } else if (at < text.length() && text.charAt(at) == '(') {
                at = text.indexOf(')', at) + 1;
            }
            shape = new Content.Leaf(word);
        }
        while (skip("[]")) {
            shape = new Content.ListOf(shape);
        }
        return shape;
    }

    private String name() {
        if (text.charAt(at) != '"') {
            int start = at;
            at = text.indexOf(' ', at);
            return text.substring(start, at);
        }
        StringBuilder name = new StringBuilder();
        for (at++; ; at++) {
            if (text.charAt(at) == '"' && (++at == text.length() || text.charAt(at) != '"')) {
                return name.toString();
            }
            name.append(text.charAt(at));
        }
    }

    private boolean skip(String expected) {
        boolean found = text.startsWith(expected, at);
        at += found ? expected.length() : 0;
        return found;
    }
}
