package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import dev.caravan.plan.Completeness;
import dev.caravan.plan.SourceComments;
import dev.caravan.plan.TableRun;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run of many small files says so once, with the remedy. */
class EndedEarlyTest {
    private static TableRun plan() {
        Partitioning partitioning = new Partitioning(
                List.of(
                        new PartitionLevel("region", Transform.COLUMN, "region", "string", false),
                        new PartitionLevel("dt", Transform.DAY, "created_at", "date", false)),
                ZoneId.of("UTC"),
                false,
                false);
        return new TableRun(
                "orders",
                "table public.orders",
                "run",
                Instant.EPOCH,
                List.of(),
                List.of(),
                0,
                Completeness.UNKNOWN,
                null,
                SourceComments.NONE,
                Duration.ZERO,
                List.of(),
                partitioning,
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        // files, early, is told
        "5000, 0, false",
        "150, 100, false",
        "150, 101, true",
        "1010, 101, false",
        "1009, 101, true"
    })
    void more_than_a_hundred_and_more_than_a_tenth_are_many(long files, long early, boolean isTold) {
        assertThat(new EndedEarly(files, early).warning(plan()).isPresent()).isEqualTo(isTold);
    }

    @Test
    void the_line_names_the_table_the_numbers_and_the_remedy() {
        assertThat(new EndedEarly(12_000, 11_500).warning(plan())).hasValueSatisfying(line -> assertThat(line)
                .contains("of orders wrote 12,000 files, and 11,500 of them were ended early")
                .contains("set sortBy to region, created_at, or choose coarser partitions in partitionBy")
                .doesNotContain("\n"));
    }
}
