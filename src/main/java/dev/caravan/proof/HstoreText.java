package dev.caravan.proof;

import org.jspecify.annotations.Nullable;

/** Pairs of a map as {@code hstore_out} prints them. */
final class HstoreText {
    private HstoreText() {}

    static String pair(String key, @Nullable String value) {
        return quoted(key) + "=>" + (value == null ? "NULL" : quoted(value));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
