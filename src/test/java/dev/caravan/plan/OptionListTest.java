package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.plan.OptionList.Item;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionListTest {
    @Test
    void names_are_separated_by_commas_and_blanks_around_them_do_not_count() {
        assertThat(OptionList.names("exclude", " id ,Order Date, a=b, in\"side "))
                .containsExactly("id", "Order Date", "a=b", "in\"side");
        assertThat(OptionList.names("exclude", " ")).isEmpty();
    }

    @Test
    void a_name_in_double_quotes_may_have_any_character() {
        assertThat(OptionList.names("exclude", "\"x,y\" , \" a \",\"say \"\"hi\"\"\",\"b=c\""))
                .containsExactly("x,y", " a ", "say \"hi\"", "b=c");
    }

    @Test
    void a_value_may_have_commas_in_parentheses() {
        assertThat(OptionList.items("types", "\"x,y\" = decimal(20, 6), id=uuid, fail"))
                .containsExactly(new Item("x,y", "decimal(20, 6)"), new Item("id", "uuid"), new Item("fail", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "x,y", " a", "a ", "a=b", "\"", "say \"hi\"", "Größe", "a\nb", "<a:b>", "it's"})
    void what_is_written_is_read_again(String name) {
        assertThat(OptionList.names("columns", OptionList.write(List.of("first", name, "last"))))
                .containsExactly("first", name, "last");
        assertThat(OptionList.items("types", OptionList.write(name) + "=text")).containsExactly(new Item(name, "text"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "x,y      | a double quote that is not closed
            "x,y" z   | 'z' after the quoted name "x,y"
            ""        | an empty name
            """)
    void a_list_that_cannot_be_read_is_told_with_the_form(String text, String fault) {
        assertThatThrownBy(() -> OptionList.names("exclude", text))
                .hasMessageContaining("exclude is '" + text + "', which has " + fault)
                .hasMessageContaining("stands in double quotes, such as \"x,y\"");
    }

    @Test
    void one_grammar_holds_for_policies_too() {
        BadValuePolicies policies = BadValuePolicies.parse("null, \"x,y\"=clamp, \"a=b\"=text");
        assertThat(policies.table()).isEqualTo(BadValuePolicy.NULL);
        assertThat(policies.byColumn())
                .containsEntry("x,y", BadValuePolicy.CLAMP)
                .containsEntry("a=b", BadValuePolicy.TEXT);
    }
}
