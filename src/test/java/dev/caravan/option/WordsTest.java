package dev.caravan.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.contract.DriftPolicy;
import org.junit.jupiter.api.Test;

/** The one way in which constants are written and read. */
class WordsTest {
    @Test
    void every_constant_is_read_as_it_is_written_in_any_case() {
        for (DriftPolicy constant : DriftPolicy.values()) {
            assertThat(Words.read(DriftPolicy.class, "drift", Words.of(constant)))
                    .isEqualTo(constant);
            assertThat(Words.read(DriftPolicy.class, "drift", " " + constant.name() + " "))
                    .isEqualTo(constant);
        }
    }

    @Test
    void another_word_is_refused_with_name_value_and_what_is_legal() {
        assertThatThrownBy(() -> Words.read(DriftPolicy.class, "drift", "ad"))
                .hasMessage("BAD_CONFIGURATION: drift is 'ad', and there is no such value."
                        + " Did you mean 'add'? Legal are: fail, add, ignore.");
    }
}
