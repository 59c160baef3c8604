package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Chosen rows of a vector, appended to another one; nested ones are judged by DuckDB in {@code PartitionedWriterTest}. */
class VectorAppendTest {
    private static final byte[] WIRE = "one|three|five".getBytes(StandardCharsets.UTF_8);

    private static BytesVector words() {
        BytesVector words = new BytesVector(WIRE);
        words.addShared(0, 3);
        words.add("two");
        words.addShared(4, 5);
        words.addNull();
        words.addShared(10, 4);
        return words;
    }

    private static List<@Nullable String> texts(BytesVector vector) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            texts.add(
                    vector.isNull(i)
                            ? null
                            : new String(vector.buffer(i), vector.offset(i), vector.length(i), StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void text_comes_from_both_buffers_in_the_chosen_order() {
        BytesVector chosen = new BytesVector();

        chosen.append(words(), new int[] {9, 4, 3, 1, 0, 9}, 1, 5);

        assertThat(texts(chosen)).containsExactly("five", null, "two", "one");
        assertThat(chosen.nullCount()).isEqualTo(1);
    }

    @Test
    void text_of_the_buffer_that_was_read_is_not_copied() {
        BytesVector chosen = new BytesVector();

        chosen.append(words(), new int[] {0, 2}, 0, 2);

        assertThat(chosen.buffer(0)).isSameAs(WIRE);
        assertThat(chosen.own()).isEmpty();
    }

    @Test
    void text_of_another_buffer_is_copied_behind_rows_that_point_into_theirs() {
        BytesVector chosen = new BytesVector();
        BytesVector others = new BytesVector("four".getBytes(StandardCharsets.UTF_8));
        others.addShared(0, 4);

        chosen.append(words(), new int[] {0, 3}, 0, 2);
        chosen.append(others, new int[] {0}, 0, 1);
        chosen.append(words(), new int[] {4}, 0, 1);

        assertThat(texts(chosen)).containsExactly("one", null, "four", "five");
    }

    @Test
    void a_null_at_the_place_where_the_chosen_rows_begin_is_not_one_of_them() {
        BytesVector chosen = new BytesVector();

        chosen.append(words(), new int[] {4, 4, 4, 0}, 3, 4);

        assertThat(texts(chosen)).containsExactly("one");
    }

    @Test
    void a_refilled_vector_has_no_null_of_before() {
        BytesVector chosen = new BytesVector();
        chosen.append(words(), new int[] {3, 3}, 0, 2);

        chosen.refill(new byte[0]);
        chosen.append(words(), new int[] {0, 1}, 0, 2);

        assertThat(texts(chosen)).containsExactly("one", "two");
        assertThat(chosen.nullCount()).isZero();
    }

    @Test
    void more_rows_than_the_first_room_has_are_all_there() {
        LongVector numbers = new LongVector();
        int[] rows = new int[1_000];
        for (int i = 0; i < rows.length; i++) {
            numbers.add(i);
            rows[i] = rows.length - 1 - i;
        }
        LongVector chosen = new LongVector();

        for (int from = 0; from < rows.length; from += 100) {
            chosen.append(numbers, rows, from, from + 100);
        }

        assertThat(chosen.size()).isEqualTo(1_000);
        assertThat(chosen.get(0)).isEqualTo(999);
        assertThat(chosen.get(999)).isZero();
        chosen.add(7);
        assertThat(chosen.get(1_000)).isEqualTo(7);
    }

    @Test
    void lists_keep_their_elements_and_are_told_apart() {
        ListVector lists = new ListVector(new IntVector());
        IntVector elements = (IntVector) lists.elements();
        elements.add(1);
        elements.add(2);
        lists.endList();
        lists.endList();
        lists.addNull();
        elements.add(3);
        elements.addNull();
        lists.endList();
        ListVector chosen = new ListVector(new IntVector());

        chosen.append(lists, new int[] {3, 2}, 0, 2);
        chosen.append(lists, new int[] {1, 0}, 0, 2);

        assertThat(List.of(chosen.end(0), chosen.end(1), chosen.end(2), chosen.end(3)))
                .containsExactly(2, 2, 2, 4);
        assertThat(chosen.isNull(1)).isTrue();
        assertThat(chosen.isNull(2)).isFalse();
        IntVector taken = (IntVector) chosen.elements();
        assertThat(List.of(taken.get(0), taken.get(2), taken.get(3))).containsExactly(3, 1, 2);
        assertThat(taken.isNull(1)).isTrue();
    }
}
