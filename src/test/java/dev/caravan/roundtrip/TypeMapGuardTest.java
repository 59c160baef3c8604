package dev.caravan.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.types.TypeMap;
import dev.caravan.types.TypeRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No row of the type map goes without values: a new row needs a line in one of the lists of values. */
class TypeMapGuardTest {
    /** Extensions that no test server has; {@code ExtensionTypesTest} tries their documented binary forms. */
    private static final Set<String> NOT_INSTALLABLE = Set.of("postgis", "vector");

    /** Rows for types with parts, with a type of the suite that is one of them; every type is tried in arrays and composites. */
    private static final List<String> WITH_PARTS =
            List.of("enum", "domain over", "int4[]", "int4[][]", "composite", "range", "multirange", "any other type");

    @Test
    void every_row_has_values() {
        Set<String> tried =
                TypeTables.ALL.stream().map(values -> name(values.type())).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (TypeRow row : TypeMap.rows()) {
            boolean hasParts = WITH_PARTS.stream().anyMatch(row.type()::startsWith);
            if (!hasParts && !NOT_INSTALLABLE.contains(row.extension()) && !tried.contains(name(row.type()))) {
                missing.add(row.type());
            }
        }
        assertThat(missing).as("rows of the type map without a line of values").isEmpty();
    }

    @Test
    void every_choice_has_values() {
        Set<String> tried = TypeTables.ALL.stream()
                .flatMap(values -> values.retargets().stream()
                        .map(retarget -> name(values.type()) + " as " + name(retarget.choice())))
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (TypeRow row : TypeMap.rows()) {
            boolean hasParts = WITH_PARTS.stream().anyMatch(row.type()::startsWith);
            if (!hasParts && !NOT_INSTALLABLE.contains(row.extension())) {
                row.choices().stream()
                        .map(choice -> name(row.type()) + " as " + name(choice))
                        .filter(choice -> !tried.contains(choice))
                        .forEach(missing::add);
            }
        }
        assertThat(missing)
                .as("choices of the type map without a line of values")
                .isEmpty();
    }

    /** Without its modifier. */
    private static String name(String type) {
        return type.replaceAll("\\(.*", "");
    }
}
