package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.types.PgType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameProblemTest {
    private static final PgType INTEGER = new PgType.Base("int4", PgType.Base.BUILT_IN, -1, "integer");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x,y     | a comma              | rename: "x,y"=x_y
            a:b     | a colon              | rename: a:b=a_b
            a.b     | a dot                | rename: a.b=a_b
            a<b>    | an angle bracket     | rename: a<b>=a_b
            ,:      | a comma              | rename: ",:"=column_1
            """)
    void a_column_that_cannot_be_parsed_gets_another_name(String name, String fault, String proposal) {
        assertThat(NameProblem.of(columns(name))).singleElement().satisfies(problem -> {
            assertThat(problem.isRefused()).isFalse();
            assertThat(problem.what()).contains(" has " + fault + ", which Hive and Athena cannot parse");
            assertThat(problem.proposal()).isEqualTo(proposal);
        });
    }

    @Test
    void blanks_at_the_ends_and_control_characters_cannot_be_parsed_either() {
        assertThat(NameProblem.of(columns(" a", "b ", "c\nd", "e\tf")))
                .extracting(NameProblem::proposal)
                .containsExactly(
                        "rename: \" a\"=a",
                        "rename: \"b \"=b",
                        "rename: c\\nd=c_d in double quotes of YAML",
                        "rename: e\\u0009f=e_f in double quotes of YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "Order Date", "a-b", "Größe", "заказ", "a$b", "100%", "_x", "?column?", "it's"})
    void names_that_only_need_quotes_are_no_problem(String name) {
        assertThat(NameProblem.of(columns(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b", "c:d", "x,y", "a.b", " a", "a<b", "a\nb", "100%"})
    void a_part_of_a_struct_that_cannot_be_parsed_makes_the_column_text(String part) {
        for (PgType type : List.of(struct(part), new PgType.Array(struct("id", part), 1, "s[]"))) {
            assertThat(NameProblem.of(List.of(new Column("s", type, false))))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.what()).contains("column s has the part", "Hive and Athena cannot parse");
                        assertThat(problem.proposal()).isEqualTo("types: s=text");
                        assertThat(problem.isRefused()).isFalse();
                    });
        }
    }

    @Test
    void names_that_are_one_in_the_catalog_are_refused_with_a_name_that_is_free() {
        assertThat(NameProblem.of(columns("A", "a", "a_2", "Ä", "ä")))
                .extracting(NameProblem::proposal, NameProblem::isRefused)
                .containsExactly(tuple("rename: a=a_3", true), tuple("rename: ä=ä_2", true));
        assertThatThrownBy(() -> NameProblem.refuse(columns("A", "a"), "Table t"))
                .hasMessageContaining("Table t: columns A and a are one name in the Glue catalog")
                .hasMessageContaining("Set rename: a=a_2, or leave a column out with exclude");
        List<Column> struct = List.of(new Column("s", struct("B", "b"), false));
        assertThatThrownBy(() -> NameProblem.refuse(struct, "Table t"))
                .hasMessageContaining("column s has the parts B and b, which are one name")
                .hasMessageContaining("Set types: s=text");
    }

    @Test
    void a_further_column_for_bad_values_needs_a_name_too() {
        List<Column> columns =
                List.of(new Column("a", INTEGER, false).on(BadValuePolicy.TEXT), new Column("A_TEXT", INTEGER, false));
        assertThat(NameProblem.of(columns)).singleElement().satisfies(problem -> {
            assertThat(problem.isRefused()).isTrue();
            assertThat(problem.proposal()).isEqualTo("rename: a=a_2");
        });
    }

    @Test
    void what_is_solved_has_no_problem_left() {
        List<Column> columns = Stream.concat(
                        columns("x,y", "X.Y", "x_y", "A", "a").stream(),
                        Stream.of(new Column("s", struct("a-b"), false), new Column("S", struct("B", "b"), false)))
                .toList();
        assertThat(NameProblem.of(columns)).isNotEmpty();
        assertThat(NameProblem.of(NameProblem.solved(columns))).isEmpty();
    }

    private static List<Column> columns(String... names) {
        return Stream.of(names).map(name -> new Column(name, INTEGER, false)).toList();
    }

    private static PgType struct(String... parts) {
        return new PgType.Composite(
                Stream.of(parts)
                        .map(part -> new PgType.Attribute(part, INTEGER))
                        .toList(),
                "s");
    }
}
