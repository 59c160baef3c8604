package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several levels of folders, and the limits of partitions and of the names of their folders. */
class ManyPartitionsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int MOST = 100_000;
    private static final int BATCH = 500;

    @RepeatedTest(20)
    void combinations_have_the_numbers_that_a_plain_map_gives_them() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int width = 1 + random.nextInt(5);
        int[] spread = random.ints(width, 1, 12).toArray();
        List<Field> fields = fields(width);
        RowPartitions partitions = partitions(fields);
        Map<List<@Nullable String>, Integer> plain = new HashMap<>();

        for (int batch = 0; batch < 6; batch++) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            for (int row = 0; row < BATCH; row++) {
                // Rows of a partition come together now and then.
                boolean isSame = row > 0 && random.nextInt(3) == 0;
                rows.add(isSame ? rows.get(row - 1) : row(random, spread));
            }
            int[] numbers = partitions.of(batch(fields, rows));
            for (int row = 0; row < BATCH; row++) {
                Integer expected = plain.computeIfAbsent(rows.get(row), made -> plain.size());
                assertThat(numbers[row])
                        .as("seed %d, row %d of batch %d", seed, row, batch)
                        .isEqualTo(expected);
            }
        }
        assertThat(partitions.count()).as("seed %d", seed).isEqualTo(plain.size());
        plain.forEach(
                (values, number) -> assertThat(partitions.partition(number).values())
                        .as("seed %d", seed)
                        .isEqualTo(values));
    }

    private static List<@Nullable String> row(Random random, int[] spread) {
        List<@Nullable String> row = new ArrayList<>();
        for (int most : spread) {
            int value = random.nextInt(most + 1);
            row.add(value == most ? null : Integer.toString(value - most / 2));
        }
        return row;
    }

    @Test
    void a_table_has_100_000_partitions_and_no_more() {
        List<Field> fields = fields(2);
        RowPartitions partitions = partitions(fields);
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            rows.add(List.of(Integer.toString(i / 1_000), Integer.toString(i % 1_000)));
        }
        partitions.of(batch(fields, rows));
        assertThat(partitions.count()).isEqualTo(MOST);
        // Those that are known still are.
        assertThat(partitions.of(batch(fields, rows.subList(MOST - 2, MOST)))).containsExactly(MOST - 2, MOST - 1);

        assertThatThrownBy(() -> partitions.of(batch(fields, List.of(List.of("99", "1000")))))
                .isInstanceOfSatisfying(ExportException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(refusal.hint()).contains("a longer period of time or a column with fewer values");
                })
                .hasMessageContaining("partitionBy divides table t into more than 100000 partitions");
    }

    @ParameterizedTest
    @CsvSource({"x, 747", "/, 249", "ä, 373", "日, 249", "😀, 186"})
    void a_folder_has_750_bytes_of_utf_8_and_no_more(String character, int most) {
        String longest = character.repeat(most);
        String folder = OneLevel.partitioning(Transform.COLUMN, Target.STRING, UTC, false)
                .folder(new Partition(List.of(longest)));
        assertThat(folder.getBytes(StandardCharsets.UTF_8).length).isBetween(747, 750);

        assertThat(values(longest)).containsExactly(longest);
        assertThatThrownBy(() -> values(longest + character))
                .isInstanceOfSatisfying(ExportException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_VALUE);
                    assertThat(refusal.hint()).contains("shorter values", "where");
                })
                .hasMessageContaining("A partition of table t has a folder of ")
                .hasMessageContaining("bytes, which begins " + folder.substring(0, 12))
                .hasMessageContaining("folders may have 750 bytes");
    }

    @Test
    void all_levels_of_a_folder_together_have_750_bytes() {
        List<Field> fields = List.of(new Field("c0", Target.STRING), new Field("c1", Target.STRING));
        // c0=…/c1=…/ has eight bytes besides the values.
        assertThatCode(() -> partitions(fields).of(batch(fields, List.of(List.of("x".repeat(400), "y".repeat(342))))))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> partitions(fields).of(batch(fields, List.of(List.of("x".repeat(400), "y".repeat(343))))))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("has a folder of 751 bytes");
    }

    @ParameterizedTest
    @CsvSource({"''", "a"})
    void the_message_cuts_no_character_in_two(String first) {
        assertThatThrownBy(() -> values(first + "😀".repeat(200))).satisfies(failure -> {
            String message = failure.getMessage();
            assertThat(new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(message)
                    .contains("begins p=" + first + "😀");
        });
    }

    private static List<@Nullable String> values(String text) {
        BytesVector column = new BytesVector();
        column.add(text);
        return OneLevel.values(Transform.COLUMN, Target.STRING, UTC, column);
    }

    private static List<Field> fields(int width) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            fields.add(new Field("c" + i, i == 1 ? Target.STRING : Target.INT32));
        }
        return fields;
    }

    /** By all columns. */
    private static RowPartitions partitions(List<Field> fields) {
        List<PartitionLevel> levels = new ArrayList<>();
        for (Field field : fields) {
            levels.add(new PartitionLevel(
                    field.name(), Transform.COLUMN, field.name(), field.target().glue(), false));
        }
        return new RowPartitions(
                new Partitioning(levels, UTC, false, false),
                fields,
                OneLevel.SUBJECT,
                (level, rule, column, row, isFirst) -> {
                    throw new AssertionError(rule);
                });
    }

    private static RowBatch batch(List<Field> fields, List<List<@Nullable String>> rows) {
        List<Vector> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Vector column = fields.get(i).target().vector(new byte[0]);
            for (List<@Nullable String> row : rows) {
                add(column, row.get(i));
            }
            columns.add(column);
        }
        return new RowBatch(fields, columns, rows.size(), 0);
    }

    private static void add(Vector column, @Nullable String value) {
        if (value == null) {
            column.addNull();
        } else if (column instanceof IntVector ints) {
            ints.add(Integer.parseInt(value));
        } else {
            ((BytesVector) column).add(value);
        }
    }
}
