package dev.caravan.contract;

import java.util.HashSet;
import java.util.Set;

/** Names that Avro allows, made of names that it may not, each once in a record. */
final class AvroNames {
    private final Set<String> taken = new HashSet<>();

    static String of(String name) {
        String allowed = name.replaceAll("[^A-Za-z0-9_]", "_");
        return allowed.isEmpty() || Character.isDigit(allowed.charAt(0)) ? "_" + allowed : allowed;
    }

    String unique(String name) {
        String allowed = of(name);
        String unique = allowed;
        for (int i = 2; !taken.add(unique); i++) {
            unique = allowed + "_" + i;
        }
        return unique;
    }
}
