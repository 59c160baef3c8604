package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdentifierTest {
    @Test
    void a_quoted_name_means_exactly_itself() {
        assertThat(Identifier.quote("orders")).isEqualTo("\"orders\"");
        assertThat(Identifier.quote("Größe \"x\"; DROP TABLE t --")).isEqualTo("\"Größe \"\"x\"\"; DROP TABLE t --\"");
    }

    @Test
    void no_name_has_a_zero_byte() {
        assertThatThrownBy(() -> Identifier.quote("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zero byte");
    }
}
