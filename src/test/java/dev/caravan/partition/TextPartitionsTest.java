package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text as partition: what tells values apart, and what cannot be told from NULL. */
class TextPartitionsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    @Test
    void each_text_is_a_partition_of_its_own() {
        List<@Nullable String> texts = Arrays.asList(
                "a",
                "A",
                "a ",
                " a",
                "ä",
                "a\u0308",
                "null",
                "NULL",
                "Null",
                "NaN",
                "0",
                "00",
                "007",
                "7",
                "😀",
                "😀😀",
                "日本",
                "a/b",
                "a%2Fb",
                ".",
                "..",
                "\t",
                "\n",
                "__HIVE_DEFAULT_PARTITION",
                "__hive_default_partition__",
                " ",
                null,
                "x".repeat(300),
                "x".repeat(299));
        BytesVector column = new BytesVector();
        for (int i = 0; i < 2; i++) {
            texts.forEach(text -> add(column, text));
        }

        List<@Nullable String> twice = new ArrayList<>(texts);
        twice.addAll(texts);
        assertThat(OneLevel.values(Transform.COLUMN, Target.STRING, UTC, column))
                .isEqualTo(twice);
    }

    @Test
    void values_are_remembered_when_the_buffer_that_they_were_read_into_is_filled_again() {
        List<Field> fields = List.of(new Field("c", Target.STRING));
        byte[] buffer = "onetwo".getBytes(StandardCharsets.UTF_8);
        BytesVector column = new BytesVector(buffer);
        RowPartitions partitions = partitions(fields, false, new ArrayList<>());
        column.addShared(0, 3);
        column.addShared(3, 3);
        assertThat(partitions.of(new RowBatch(fields, List.of(column), 2, 6))).containsExactly(0, 1);

        System.arraycopy("sixtwo".getBytes(StandardCharsets.UTF_8), 0, buffer, 0, 6);
        column.refill(buffer);
        column.addShared(3, 3);
        column.addShared(0, 3);
        column.add("one");

        assertThat(partitions.of(new RowBatch(fields, List.of(column), 3, 6))).containsExactly(1, 2, 0);
        assertThat(List.of(partitions.partition(0), partitions.partition(1), partitions.partition(2)))
                .extracting(partition -> partition.values().get(0))
                .containsExactly("one", "two", "six");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "__HIVE_DEFAULT_PARTITION__"})
    void what_no_reader_can_tell_from_null_is_a_bad_value(String text) {
        BytesVector column = new BytesVector();
        column.add("a");
        column.add(text);

        assertThatThrownBy(() -> OneLevel.values(Transform.COLUMN, Target.STRING, UTC, column))
                .isInstanceOfSatisfying(ExportException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_VALUE);
                    assertThat(refusal.hint()).contains("Set onBadValue to c=null", "where", "another column");
                })
                .hasMessageContaining(
                        "Column c of table t holds " + (text.isEmpty() ? "an empty text" : "the text " + text))
                .hasMessageContaining("partition p has no folder for it: Hive has one folder for it and for NULL");
    }

    @Test
    void it_counts_as_null_where_the_column_says_so_and_each_row_is_told_once() {
        BytesVector column = new BytesVector();
        Arrays.asList("", "a", null, "__HIVE_DEFAULT_PARTITION__", "", "", "a").forEach(text -> add(column, text));
        List<String> told = new ArrayList<>();
        List<Field> fields = List.of(new Field("c", Target.STRING));

        RowPartitions partitions = partitions(fields, true, told);

        assertThat(partitions.of(new RowBatch(fields, List.of(column), 7, 0))).containsExactly(0, 1, 0, 0, 0, 0, 1);
        assertThat(told).hasSize(4).allMatch(line -> line.startsWith("c: Hive has one folder"));
        assertThat(partitions.count()).isEqualTo(2);
    }

    @Test
    void a_row_is_told_once_though_several_levels_are_of_its_column() {
        List<Field> fields = List.of(new Field("at", Target.TIMESTAMP_UTC), new Field("name", Target.STRING));
        List<PartitionLevel> levels = List.of(
                new PartitionLevel("y", Transform.YEAR, "at", "int", true),
                new PartitionLevel("n", Transform.COLUMN, "name", "string", true),
                new PartitionLevel("w", Transform.WEEK, "at", "date", true),
                new PartitionLevel("h", Transform.HOUR, "at", "string", true));
        List<String> told = new ArrayList<>();
        RowPartitions partitions = new RowPartitions(
                new Partitioning(levels, UTC, false, false),
                fields,
                OneLevel.SUBJECT,
                (level, rule, column, row, isFirst) -> {
                    if (isFirst) {
                        told.add(level.column());
                    }
                });
        LongVector moments = new LongVector();
        moments.add(Long.MAX_VALUE);
        moments.add(0);
        moments.add(Long.MAX_VALUE);
        BytesVector names = new BytesVector();
        names.add("");
        names.add("");
        names.add("a");

        partitions.of(new RowBatch(fields, List.of(moments, names), 3, 0));

        assertThat(told).containsExactly("at", "name", "name", "at");
        assertThat(partitions.partition(0).values()).containsOnlyNulls().hasSize(4);
    }

    private static RowPartitions partitions(List<Field> fields, boolean isLenient, List<String> told) {
        return new RowPartitions(
                OneLevel.partitioning(Transform.COLUMN, Target.STRING, UTC, isLenient),
                fields,
                OneLevel.SUBJECT,
                (level, rule, column, row, isFirst) -> told.add(level.column() + ": " + rule));
    }

    private static void add(BytesVector column, @Nullable String text) {
        if (text == null) {
            column.addNull();
        } else {
            column.add(text);
        }
    }
}
