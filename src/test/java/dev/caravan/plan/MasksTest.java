package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the parameter mask is written. */
class MasksTest {
    @Test
    void masks_are_those_of_their_columns_as_they_are_written() {
        assertThat(Masks.parse("email=hash, \"a=b\" = keep-last( 4 ), born=truncate(month), note=drop , phone=null,"
                        + " city=constant(a, (b) 'c'), none=constant(), max=keep-last(1000)"))
                .containsExactly(
                        entry("email", "hash"),
                        entry("a=b", "keep-last( 4 )"),
                        entry("born", "truncate(month)"),
                        entry("note", "drop"),
                        entry("phone", "null"),
                        entry("city", "constant(a, (b) 'c')"),
                        entry("none", "constant()"),
                        entry("max", "keep-last(1000)"));
        assertThat(Masks.parse(" ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            email                          | has no '=' after 'email'
            email=hash, email=null         | column email is named twice
            email=hsah                     | 'hsah' is not a mask. Use one of drop, null, hash, keep-last(n), truncate(unit), constant(x).
            email=HASH                     | 'HASH' is not a mask
            email=hash()                   | 'hash()' is not a mask
            email=hash)                    | 'hash)' is not a mask
            email=keep-last                | 'keep-last' is not a mask
            email=keep-last(0)             | n is a number from 1 to 1000
            email=keep-last(1001)          | n is a number from 1 to 1000
            email=keep-last(-1)            | n is a number from 1 to 1000
            email=keep-last(x)             | n is a number from 1 to 1000
            born=truncate(decade)          | the units of truncate are year, quarter, month, week, day, hour, minute
            city=constant                  | 'constant' is not a mask
            city=constant(:()              | have to be in pairs
            city=constant(:))              | have to be in pairs
            a=constant(:(), b=constant(x)  | have to be in pairs
            a=constant(x), b=constant()x(  | 'constant()x(' is not a mask
            a=constant())(                 | is not a mask
            a=constant()(), b=hash         | have to be in pairs
            """)
    void what_is_no_mask_is_refused(String text, String told) {
        assertThatThrownBy(() -> Masks.parse(text))
                .hasMessageContaining("mask: ")
                .hasMessageContaining(told);
    }
}
