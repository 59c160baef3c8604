package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
    private static final Map<String, String> PROPERTIES =
            Map.of("schema", "shop", "my.where", "tenant = {{tenant}}", "tenant", "7", "a", "x");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grid = '{{1,2},{3,4}}'",
                "grid = '{{{1},{2}},{{3},{4}}}'",
                "doc @> '{\"a\":{\"b\":1}}'",
                "doc = '{\"a\":{\"b\":{\"c\":{}}}}'",
                "texts = '{{\"a\",\"b\"},{\"c\",\"d\"}}'",
                "texts = '{{a,b}}'",
                "n = '{{1}}'",
                "s = '{{' OR s = '}}' OR s LIKE '}}{{'",
                "s ~ '\\d{2}' AND s ~ 'a\\\\b'",
            })
    void braces_that_cannot_be_a_placeholder_stand_for_themselves(String sql) {
        assertThat(resolve(sql)).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {{schema}}.orders                  | shop.orders
            {{my.where}} AND a = '{{1,2}}'     | tenant = 7 AND a = '{{1,2}}'
            {{nowhere:a, b}}                   | a, b
            x{{?nowhere}}y                     | xy
            x = '\\{{a\\}}'                    | x = '{{a}}'
            """)
    void placeholders_are_replaced_and_a_backslash_keeps_braces(String value, String resolved) {
        assertThat(resolve(value)).isEqualTo(resolved);
    }

    @Test
    void a_property_that_is_not_set_is_named() {
        assertThatThrownBy(() -> resolve("a = '{{1,2}}' AND b = {{nowhere}}"))
                .isInstanceOf(Placeholders.Unset.class)
                .hasMessage("{{nowhere}}");
    }

    @Test
    void thousands_of_braces_are_read_at_once() {
        String braces = "{{a:".repeat(50_000);
        assertThat(resolve(braces)).isEqualTo(braces);
    }

    private static String resolve(String value) {
        DefaultCamelContext context = new DefaultCamelContext();
        PROPERTIES.forEach(context.getPropertiesComponent()::addInitialProperty);
        return Placeholders.resolve(context, value);
    }
}
