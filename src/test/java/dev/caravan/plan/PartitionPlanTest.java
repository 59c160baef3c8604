package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.source.Snapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the plan of a partitioned table says: its levels, and whether the server sorts the rows. */
class PartitionPlanTest {
    private static String database = "";

    @BeforeAll
    static void tables() {
        database = TestStack.freshDatabase("partition_plan");
        TestStack.execute(
                database,
                "CREATE TABLE t (id int, at timestamptz, local timestamp, born date, price numeric(12,2), big numeric(30,4),"
                        + " free numeric, ratio float8, country text, flag bool, key uuid, raw bytea, tags text[],"
                        + " \"Land\" text, \"x:y\" text, dt text);"
                        // 300 rows of each hour, one hour after the other.
                        + "CREATE TABLE growing AS SELECT i AS id, timestamptz '2026-01-01' + i * interval '12 seconds' AS at"
                        + " FROM generate_series(1, 200000) i;"
                        + "CREATE TABLE scattered AS SELECT i AS id, (i * 7919) % 5000 AS shop,"
                        + " timestamptz '2026-01-01' + (i * 7919) % 5000 * interval '1 hour' AS at, i % 12 AS few"
                        + " FROM generate_series(1, 100000) i;"
                        + "CREATE VIEW seen AS SELECT * FROM scattered;"
                        + "CREATE TABLE parent (id int, shop int) PARTITION BY RANGE (id);"
                        + "CREATE TABLE low PARTITION OF parent FOR VALUES FROM (0) TO (50000);"
                        + "CREATE TABLE high PARTITION OF parent FOR VALUES FROM (50000) TO (1000000);"
                        + "INSERT INTO parent SELECT i, (i * 7919) % 5000 FROM generate_series(1, 99999) i;"
                        + "CREATE TABLE empty (id int, at timestamptz)");
    }

    private static TableRun plan(TableRequest request, String partitionBy) {
        try (Snapshot snapshot = Snapshot.on(TestStack.connect(database), "t", Duration.ofSeconds(10))) {
            return Planner.plan(
                    snapshot,
                    request.partitionedBy(new PartitionRequest(
                            PartitionRequest.parse(partitionBy), ZoneId.of("Europe/Berlin"), false, false)),
                    "r");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void levels_have_the_names_and_types_that_readers_see() {
        TableRun run = plan(
                TableRequest.of("t"),
                "year(at), m=month(local), week(born), day(at), hour(local), country, price, big, flag, key, id, \"Land\","
                        + " extract(day from born)");

        assertThat(run.partitioning().levels())
                .extracting(PartitionLevel::name, PartitionLevel::glue)
                .extracting(
                        level -> level.toList().get(0) + " " + level.toList().get(1))
                .containsExactly(
                        "at_year int",
                        "m string",
                        "born_week date",
                        "at_day date",
                        "local_hour string",
                        "country string",
                        "price decimal(12,2)",
                        "big decimal(30,4)",
                        "flag boolean",
                        "key string",
                        "id int",
                        "land string",
                        "born_day int");
        assertThat(run.partitioning().isInFiles("country")).isFalse();
        assertThat(run.partitioning().isInFiles("at")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "day(country) | country (text) becomes string, which has no day",
                "hour(born) | born (date) becomes date, which has no hour",
                "at | becomes timestamp, of which no folder can be named",
                "ratio | of which no folder can be named",
                "raw | of which no folder can be named",
                "tags | of which no folder can be named",
                "dt=day(at) | has the name 'dt', which column dt has",
                "born=day(at) | has the name 'born', which column born has",
                "\"x:y\" | 'x:y' is none for a folder",
                "country, country=day(at) | two partitions have the name 'country'",
            })
    void what_cannot_be_partitioned_is_refused_with_a_remedy(String partitionBy, String sentence) {
        assertThatThrownBy(() -> plan(TableRequest.of("t"), partitionBy))
                .isInstanceOfSatisfying(ExportException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(refused.what()).contains(sentence);
                    assertThat(refused.hint()).isNotEmpty();
                });
    }

    @Test
    void a_column_that_is_not_read_is_refused() {
        assertThatThrownBy(() -> plan(TableRequest.of("t"), "dt=day(created)"))
                .isInstanceOfSatisfying(ExportException.class, refused -> assertThat(refused.code())
                        .isEqualTo(ErrorCode.NO_SUCH_COLUMN))
                .hasMessageContaining("names created, which is not read")
                .hasMessageContaining("What is read is id, at, local");
    }

    @Test
    void a_table_whose_columns_are_all_partitions_is_refused() {
        assertThatThrownBy(() -> plan(TableRequest.of("parent"), "id, shop"))
                .hasMessageContaining("none is left for the files")
                .hasMessageContaining("keepPartitionColumns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dt=day(at)", "h=hour(at)", "id", "at_year=year(at), h=hour(at)"})
    void rows_that_lie_together_are_read_as_they_lie(String partitionBy) {
        assertThat(plan(TableRequest.of("growing"), partitionBy.equals("id") ? "dt=week(at)" : partitionBy)
                        .chunks())
                .allSatisfy(chunk -> {
                    assertThat(chunk.isByPartition()).isFalse();
                    assertThat(chunk.select()).doesNotContain("ORDER BY");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scattered | shop",
                "scattered | hour(at)",
                "scattered | few, day=day(at), shop",
                "seen | shop",
                "parent | shop"
            })
    void rows_that_lie_all_over_the_table_are_sorted_where_too_many_files_would_come_of_them(
            String table, String partitionBy) {
        assertThat(plan(TableRequest.of(table), partitionBy).chunks())
                .singleElement()
                .satisfies(chunk -> {
                    assertThat(chunk.isByPartition()).isTrue();
                    assertThat(chunk.select()).contains("ORDER BY");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"scattered | few", "scattered | year(at)", "seen | few", "empty | day(at)"})
    void rows_of_few_partitions_are_read_as_they_lie(String table, String partitionBy) {
        assertThat(plan(TableRequest.of(table), partitionBy).chunks())
                .allSatisfy(chunk -> assertThat(chunk.isByPartition()).isFalse());
    }
}
