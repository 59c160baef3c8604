package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.partition.Levels;
import dev.caravan.partition.Partition;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.BadValuePolicy;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.Column;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.Verification;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BadValueReport;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.read.RejectedRow;
import dev.caravan.source.Snapshot;
import dev.caravan.write.DataFile;
import dev.caravan.write.PartitionBounds;
import dev.caravan.write.PartitionedWriter;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Values that only the names of folders tell add up to what PostgreSQL says, of every type that can be a partition. */
class ProvenPartitionsTest {
    private static final int BATCH = 700;

    @TempDir
    private Path folder;

    private String database = "";
    private final List<DataFile> files = new ArrayList<>();
    private List<ColumnSum> sums = List.of();
    private int unplaced;

    @BeforeEach
    void table() {
        database = TestStack.freshDatabase("proven_partitions");
        TestStack.execute(database, """
                CREATE TABLE t AS SELECT i AS id,
                  CASE WHEN i % 9 = 0 THEN NULL ELSE 'Straße/' || i % 5 END AS words,
                  (i % 7 - 3)::smallint AS small, i % 5 - 2 AS middle, (i % 3)::bigint * -9007199254740993 AS large,
                  i % 2 = 0 AS flag, DATE '0001-01-01' + (i % 4) * 900000 AS day,
                  ((i % 5 - 2) * 1.5)::numeric(8,2) AS price, ((i % 5 - 2) * 123456789.0125)::numeric(16,4) AS amount,
                  ((i % 5 - 2) * 12345678901234567890.0125)::numeric(30,4) AS huge,
                  CASE WHEN i % 4 = 0 THEN NULL ELSE ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd38000' || i % 4)::uuid END AS key
                FROM generate_series(1, 3000) i""");
    }

    /** Reads the table and writes it by these columns. */
    private ProvenChunk write(boolean isLenient, String... columns) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        try (Snapshot snapshot = Snapshot.open(source, "t")) {
            Chunk chunk = Planner.plan(
                            snapshot, TableRequest.of("t").verifying(Verification.CHECKSUM), Agreement.NONE, "run")
                    .chunks()
                    .get(0);
            Partitioning partitioning = by(chunk, isLenient, columns);
            OutsideSums outside = new OutsideSums(partitioning, Column.fields(chunk.columns()));
            ProvenChunk proven = new ProvenChunk(Objects.requireNonNull(chunk.proof()), outside, "chunk 0 of t");
            try (ChunkReader reader = new ChunkReader(
                            snapshot.connection(),
                            chunk,
                            "t",
                            new BatchLimits(BATCH, 1 << 24),
                            (rows, bytes) -> {},
                            new Nobody());
                    PartitionedWriter writer = new PartitionedWriter(
                            folder,
                            "p-",
                            WriteOptions.DEFAULT,
                            partitioning,
                            PartitionBounds.MIXED,
                            "t",
                            (level, rule, column, row, isFirst) -> {
                                unplaced++;
                                outside.addUnplaced(level, column, row);
                            })) {
                while (reader.hasNext()) {
                    files.addAll(writer.take(reader.next(), !reader.hasNext()));
                }
                files.forEach(proven::add);
                sums = reader.sums();
                return proven;
            }
        }
    }

    private static Partitioning by(Chunk chunk, boolean isLenient, String... columns) {
        return new Partitioning(
                Arrays.stream(columns)
                        .map(name -> new PartitionLevel(
                                name,
                                Transform.COLUMN,
                                name,
                                Column.fields(chunk.columns()).stream()
                                        .filter(field -> field.name().equals(name))
                                        .findFirst()
                                        .flatMap(field -> Levels.glue(Transform.COLUMN, field.target()))
                                        .orElseThrow(),
                                isLenient))
                        .toList(),
                ZoneId.of("UTC"),
                false,
                false);
    }

    private static final class Nobody implements BadValueReport {
        @Override
        public void met(String column, BadValuePolicy policy, String rule, long values) {}

        @Override
        public void rejected(RejectedRow row) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"words", "small", "middle", "large", "flag", "day", "price", "amount", "huge", "key"})
    void a_column_that_only_folders_tell_is_proven(String column) {
        ProvenChunk proven = write(false, column);

        assertThatCode(() -> proven.require(sums)).doesNotThrowAnyException();
        assertThat(files).hasSizeGreaterThan(1);
        assertThat(proven.sums()).extracting(ColumnSum::column).hasSize(10).doesNotContain(column);
    }

    @ParameterizedTest
    @ValueSource(strings = {"words", "small", "middle", "large", "flag", "day", "price", "amount", "huge", "key"})
    void a_file_in_the_folder_of_another_value_is_found(String column) {
        ProvenChunk proven = write(false, column);
        DataFile file = files.get(0);
        Partition other = files.get(1).partition();

        proven.add(new DataFile(file.path(), file.name(), other, file.rows(), file.bytes(), 0, "", "", List.of()));

        assertThatThrownBy(() -> proven.require(sums)).isInstanceOf(ExportException.class);
    }

    @Test
    void a_value_of_one_folder_only_is_named_where_it_differs() {
        ProvenChunk proven = write(false, "words", "flag");
        TestStack.execute(database, "UPDATE t SET words = 'Straße/7' WHERE id = 77");
        files.clear();
        ProvenChunk later = write(false, "words", "flag");
        List<ColumnSum> now = sums;

        assertThatCode(() -> later.require(now)).doesNotThrowAnyException();
        assertThatThrownBy(() -> proven.require(now))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.VERIFICATION_FAILED))
                .hasMessageContaining("Column words of chunk 0 of t has ");
    }

    @Test
    void values_that_no_folder_can_be_named_after_are_still_proven() {
        TestStack.execute(
                database,
                "UPDATE t SET words = '' WHERE id % 100 = 1;"
                        + " UPDATE t SET words = '__HIVE_DEFAULT_PARTITION__' WHERE id % 100 = 2");

        ProvenChunk proven = write(true, "words");

        assertThat(unplaced).isEqualTo(60);
        assertThatCode(() -> proven.require(sums)).doesNotThrowAnyException();
    }
}
