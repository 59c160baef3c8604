package dev.caravan.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What scaffold writes is read as it was meant. */
class TableFileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "public.orders",
                "0 0 2 * * ?",
                "\"x,y\"=x_y",
                "back\\slash",
                "it's {not} [a] # comment: no",
                "line\nbreak\tand\u0085more\u2028",
                "заказ 価格 😀",
                "- ",
                "yes",
                "",
                "a value so long that a writer of YAML would break it into several lines, which table files do not do, because"
                        + " every parameter has a line of its own"
            })
    void values_of_parameters_are_read_as_they_were_given(String value) {
        TableFile file = new TableFile("orders");
        file.parameter("where", value);

        String parameter = file.toString().lines().reduce((first, last) -> last).orElseThrow();
        assertThat(parameter).startsWith("      - { name: where, value: ");
        assertThat(new Load(LoadSettings.builder().build()).loadFromString(parameter))
                .isEqualTo(List.of(Map.of("name", "where", "value", value)));
    }
}
