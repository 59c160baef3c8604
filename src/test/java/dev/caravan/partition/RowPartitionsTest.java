package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of partitions, and values that have none. */
class RowPartitionsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final List<String> unplaced = new ArrayList<>();

    private RowPartitions partitions(PlacedRows rows, Target target, boolean isLenient, Transform... by) {
        return new RowPartitions(
                PlacedRows.by(target, UTC, isLenient, by),
                rows.batch().fields(),
                "table t",
                (level, rule, column, row, isFirst) -> unplaced.add(level.name() + ": " + rule));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "__HIVE_DEFAULT_PARTITION__"})
    void text_that_no_reader_could_tell_from_null_is_refused_unless_its_policy_is_lenient(String text) {
        PlacedRows rows = new PlacedRows(Target.STRING).add("a").add(text).add(text);

        assertThatThrownBy(() ->
                        partitions(rows, Target.STRING, false, Transform.COLUMN).of(rows.batch()))
                .isInstanceOfSatisfying(ExportException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_VALUE);
                    assertThat(refusal.hint()).contains("Set onBadValue to c=null");
                })
                .hasMessageContaining(
                        "Column c of table t holds " + (text.isEmpty() ? "an empty text" : "the text " + text))
                .hasMessageContaining("Hive has one folder for it and for NULL");
        RowPartitions lenient = partitions(rows, Target.STRING, true, Transform.COLUMN);
        assertThat(lenient.of(rows.batch())).containsExactly(0, 1, 1);
        assertThat(lenient.partition(1).values()).containsOnlyNulls();
        assertThat(unplaced).hasSize(2).allSatisfy(told -> assertThat(told).startsWith("p_column: Hive has"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Transform.class,
            names = {"YEAR", "MONTH", "DAY", "COLUMN"})
    void dates_before_year_1_and_after_year_9999_have_no_folder(Transform transform) {
        LocalDate first = LocalDate.of(1, 1, 1);
        LocalDate last = LocalDate.of(9999, 12, 31);
        PlacedRows inside = new PlacedRows(Target.DATE).add(first.toEpochDay()).add(last.toEpochDay());
        assertThat(partitions(inside, Target.DATE, false, transform).of(inside.batch()))
                .containsExactly(0, 1);

        for (LocalDate outside : List.of(first.minusDays(1), last.plusDays(1))) {
            PlacedRows rows = new PlacedRows(Target.DATE).add(outside.toEpochDay());
            assertThatThrownBy(() ->
                            partitions(rows, Target.DATE, false, transform).of(rows.batch()))
                    .hasMessageContaining("holds year " + outside.getYear())
                    .hasMessageContaining("the dates of folders go from year 1 to year 9999");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-62135596800000000, 0001-01-01-00", // the first microsecond of year 1
        "253402300799999999, 9999-12-31-23" // the last of year 9999
    })
    void moments_end_where_their_years_do(long micros, String hour) {
        assertThat(PlacedRows.one(Target.TIMESTAMP_UTC, Transform.HOUR, UTC, micros))
                .isEqualTo(hour);
        PlacedRows beyond = new PlacedRows(Target.TIMESTAMP_UTC).add(micros < 0 ? micros - 1 : micros + 1);
        assertThatThrownBy(() -> partitions(beyond, Target.TIMESTAMP_UTC, false, Transform.HOUR)
                        .of(beyond.batch()))
                .isInstanceOf(ExportException.class);
    }

    /** The week that year 10000 begins in begins in year 9999; that of year 1 begins with it. */
    @Test
    void a_week_has_the_folder_of_its_monday() {
        assertThat(PlacedRows.one(
                        Target.DATE,
                        Transform.WEEK,
                        UTC,
                        LocalDate.of(10_000, 1, 1).toEpochDay()))
                .isEqualTo("9999-12-27");
        assertThat(PlacedRows.one(
                        Target.DATE, Transform.WEEK, UTC, LocalDate.of(1, 1, 7).toEpochDay()))
                .isEqualTo("0001-01-01");
        PlacedRows rows =
                new PlacedRows(Target.DATE).add(LocalDate.of(0, 12, 31).toEpochDay());
        assertThatThrownBy(() ->
                        partitions(rows, Target.DATE, false, Transform.WEEK).of(rows.batch()))
                .hasMessageContaining("holds year 0");
    }

    @Test
    void a_folder_longer_than_keys_have_room_for_is_refused() {
        PlacedRows fits = new PlacedRows(Target.STRING).add("x".repeat(750 - "p_column=/".length()));
        assertThat(partitions(fits, Target.STRING, false, Transform.COLUMN).of(fits.batch()))
                .hasSize(1);

        // Three bytes in UTF-8, and three each when they are escaped.
        for (String character : List.of("東", "/")) {
            PlacedRows rows = new PlacedRows(Target.STRING).add(character.repeat(247));
            assertThatThrownBy(() -> partitions(rows, Target.STRING, false, Transform.COLUMN)
                            .of(rows.batch()))
                    .isInstanceOfSatisfying(ExportException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_VALUE);
                        assertThat(refusal.hint()).startsWith("Partition by a column with shorter values");
                    })
                    .hasMessageContaining("has a folder of 751 bytes, which begins p_column=");
        }
    }

    @Test
    void more_than_a_hundred_thousand_partitions_are_refused() {
        PlacedRows rows = new PlacedRows(Target.INT32);
        for (int i = 0; i < 100_000; i++) {
            rows.add(i);
        }
        RowPartitions partitions = partitions(rows, Target.INT32, false, Transform.COLUMN);
        partitions.of(rows.batch());
        assertThat(partitions.count()).isEqualTo(100_000);

        rows.add(100_000);
        assertThatThrownBy(() -> partitions.of(rows.batch()))
                .isInstanceOfSatisfying(ExportException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(refusal.hint()).startsWith("Partition by a longer period of time");
                })
                .hasMessageContaining("divides table t into more than 100000 partitions");
    }

    @Test
    void a_partition_keeps_its_number_in_every_batch_and_no_two_share_one() {
        List<Field> fields =
                List.of(new Field("a", Target.STRING), new Field("b", Target.INT32), new Field("c", Target.STRING));
        List<PartitionLevel> levels = fields.stream()
                .map(field -> new PartitionLevel(
                        field.name(),
                        Transform.COLUMN,
                        field.name(),
                        field.target().glue(),
                        false))
                .toList();
        RowPartitions partitions = new RowPartitions(
                new Partitioning(levels, UTC, false, false),
                fields,
                "table t",
                (level, rule, column, row, isFirst) -> {});
        Map<String, Integer> numbers = new HashMap<>();
        Random random = new Random(3);
        for (int batch = 0; batch < 50; batch++) {
            BytesVector a = new BytesVector();
            IntVector b = new IntVector();
            BytesVector c = new BytesVector();
            List<String> wanted = new ArrayList<>();
            for (int row = 0; row < 200; row++) {
                int first = random.nextInt(4);
                int second = random.nextInt(5);
                int third = random.nextInt(6);
                if (first == 0) {
                    a.addNull();
                } else {
                    a.add("v" + first);
                }
                if (second == 0) {
                    b.addNull();
                } else {
                    b.add(second);
                }
                if (third == 0) {
                    c.addNull();
                } else {
                    c.add("v" + third);
                }
                wanted.add((first == 0 ? null : "v" + first) + " " + (second == 0 ? null : second) + " "
                        + (third == 0 ? null : "v" + third));
            }
            int[] found = partitions.of(new RowBatch(fields, List.of(a, b, c), 200, 0));
            for (int row = 0; row < 200; row++) {
                List<?> values = partitions.partition(found[row]).values();
                assertThat(values.get(0) + " " + values.get(1) + " " + values.get(2))
                        .isEqualTo(wanted.get(row));
                assertThat(numbers.computeIfAbsent(wanted.get(row), unused -> numbers.size()))
                        .isEqualTo(found[row]);
            }
        }
        assertThat(partitions.count()).isEqualTo(4 * 5 * 6);
    }
}
