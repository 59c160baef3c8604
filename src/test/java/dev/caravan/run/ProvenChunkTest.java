package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.partition.Partition;
import dev.caravan.partition.Partitioning;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.BadValuePolicy;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.Verification;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BadValueReport;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.read.RejectedRow;
import dev.caravan.source.Snapshot;
import dev.caravan.write.Compression;
import dev.caravan.write.DataFile;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Finished files that are not what PostgreSQL has, each in one way. */
class ProvenChunkTest {
    private static final WriteOptions PLAIN = new WriteOptions(Compression.NONE, 1 << 20, 1 << 26, Set.of(), 1 << 26);

    private static final long MOST_ALLOCATED = 64L << 20;

    @TempDir
    private Path folder;

    private String database = "";
    private Chunk chunk = new Chunk(0, "", "", List.of(), false, List.of(), null, false, false);

    /** A chunk as it was read: what it wrote, and what the server says of it. */
    private record Read(DataFile file, List<ColumnSum> sums) {}

    @BeforeEach
    void table() {
        database = TestStack.freshDatabase("proven_chunk");
        TestStack.execute(
                database,
                "CREATE TABLE t AS SELECT i AS id, i * 3 AS other, 'word ' || i AS words,"
                        + " (i / 100.0)::numeric(12,2) AS amount FROM generate_series(1, 5000) i");
    }

    private Read read(String name) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        TableRequest request = TableRequest.of("t").verifying(Verification.CHECKSUM);
        BadValueReport nobody = new BadValueReport() {
            @Override
            public void met(String column, BadValuePolicy policy, String rule, long values) {}

            @Override
            public void rejected(RejectedRow row) {}
        };
        try (Snapshot snapshot = Snapshot.open(source, "t")) {
            chunk = Planner.plan(snapshot, request, Agreement.NONE, "run")
                    .chunks()
                    .get(0);
            try (ChunkReader reader = new ChunkReader(
                            snapshot.connection(),
                            chunk,
                            "t",
                            new BatchLimits(10_000, 1 << 24),
                            (rows, bytes) -> {},
                            nobody);
                    TableWriter writer = new TableWriter(folder, name, PLAIN)) {
                DataFile file = writer.write(reader.next(), true).orElseThrow();
                return new Read(file, reader.sums());
            }
        }
    }

    private void prove(DataFile file, List<ColumnSum> sums) {
        ProvenChunk proven = new ProvenChunk(
                Objects.requireNonNull(chunk.proof()), new OutsideSums(Partitioning.NONE, List.of()), "chunk 0 of t");
        proven.add(file);
        proven.require(sums);
    }

    @Test
    void what_was_read_is_proven() {
        Read read = read("a");

        assertThatCode(() -> prove(read.file(), read.sums())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE t SET id = id + 1 WHERE id = 77                                               | id
            UPDATE t SET words = 'word 7' WHERE id = 77                                          | words
            UPDATE t SET amount = amount + 0.01 WHERE id = 77                                    | amount
            UPDATE t SET amount = -amount WHERE id = 77                                          | amount
            UPDATE t SET id = other, other = id WHERE id IN (77, 78)                             | id
            UPDATE t SET words = NULL WHERE id = 77                                              | words
            UPDATE t SET words = (SELECT words FROM t AS u WHERE u.id = 5 - t.id) WHERE id <= 2  | words
            UPDATE t SET other = other + CASE id WHEN 77 THEN 1 ELSE -1 END WHERE id IN (77, 78) | other
            DELETE FROM t WHERE id = 77                                                          | id
            INSERT INTO t SELECT * FROM t WHERE id = 77                                          | id
            """)
    void the_file_of_an_earlier_moment_is_not_that_of_a_later_one(String change, String column) {
        Read before = read("a");
        TestStack.execute(database, change);
        Read after = read("b");

        assertThatThrownBy(() -> prove(before.file(), after.sums()))
                .isInstanceOfSatisfying(ExportException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.VERIFICATION_FAILED);
                    assertThat(failure.what())
                            .startsWith("Column " + column + " of chunk 0 of t has ")
                            .contains(
                                    " values with the checksum "
                                            + sum(after.sums(), column).sum() + " in PostgreSQL, and ",
                                    " with the checksum "
                                            + sum(before.sums(), column).sum() + " in the finished files.");
                });
    }

    private static ColumnSum sum(List<ColumnSum> sums, String column) {
        return sums.stream()
                .filter(sum -> sum.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rows_may_be_in_any_order() {
        Read before = read("a");
        TestStack.execute(
                database,
                "CREATE TABLE u AS SELECT * FROM t ORDER BY words DESC; DROP TABLE t; ALTER TABLE u RENAME TO t");
        Read after = read("b");

        assertThatCode(() -> prove(before.file(), after.sums())).doesNotThrowAnyException();
    }

    @Test
    void a_lost_row_group_and_a_file_too_many_are_found() {
        Read read = read("a");
        Path part = folder.resolve("part.parquet");
        try (DuckDb duck = DuckDb.open()) {
            duck.execute("COPY (SELECT * FROM " + DuckDb.parquet(read.file().path()) + " LIMIT 2500) TO '" + part
                    + "' (FORMAT parquet)");
        }
        DataFile half = new DataFile(part, "part.parquet", Partition.NONE, 2500, 0, 0, "", "", List.of());
        ProvenChunk twice = new ProvenChunk(
                Objects.requireNonNull(chunk.proof()), new OutsideSums(Partitioning.NONE, List.of()), "chunk 0 of t");
        twice.add(read.file());
        twice.add(half);

        assertThatThrownBy(() -> prove(half, read.sums())).hasMessageContaining("and 2,500 values");
        assertThatThrownBy(() -> twice.require(read.sums())).hasMessageContaining("and 7,500 values");
    }

    /** The values lie in the pages as they are, so that every byte of one is looked at. */
    @Test
    void a_byte_that_flips_in_a_page_is_found() throws IOException {
        Read read = read("a");
        byte[] bytes = Files.readAllBytes(read.file().path());
        int from = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("word 1");
        Random random = new Random(13);
        for (int i = 0; i < 100; i++) {
            byte[] flipped = bytes.clone();
            flipped[from + random.nextInt(10_000)] ^= (byte) (1 << random.nextInt(8));
            Path file = folder.resolve("flipped.parquet");
            Files.write(file, flipped);

            assertThatThrownBy(() -> prove(
                            new DataFile(
                                    file, "flipped.parquet", Partition.NONE, 5000, bytes.length, 0, "", "", List.of()),
                            read.sums()))
                    .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                            .isEqualTo(ErrorCode.VERIFICATION_FAILED))
                    .hasMessageContaining("words");
        }
    }

    /** A process that runs out of memory could not say which file is damaged. */
    @Test
    void sizes_that_a_file_cannot_have_are_refused_before_they_are_allocated() throws IOException {
        Read read = read("a");
        byte[] bytes = Files.readAllBytes(read.file().path());
        byte[] huge = {-1, -1, -1, -1, 15};
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int at = bytes.length - 1500; at < bytes.length - huge.length; at++) {
            byte[] damaged = bytes.clone();
            System.arraycopy(huge, 0, damaged, at, huge.length);
            Path file = folder.resolve("damaged.parquet");
            Files.write(file, damaged);
            long before = threads.getCurrentThreadAllocatedBytes();

            try {
                prove(
                        new DataFile(file, "damaged.parquet", Partition.NONE, 5000, bytes.length, 0, "", "", List.of()),
                        read.sums());
            } catch (ExportException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.VERIFICATION_FAILED);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes for the damage at %s", at)
                    .isLessThan(MOST_ALLOCATED);
        }
    }

    /** Both zeros have one hash. */
    @Test
    void a_byte_of_a_page_counts_also_where_it_leaves_the_hash_of_the_value_alone() throws IOException {
        TestStack.execute(
                database,
                "ALTER TABLE t ALTER other TYPE float8 USING other + 0.5; UPDATE t SET other = '-0' WHERE id = 77");
        Read read = read("a");
        byte[] bytes = Files.readAllBytes(read.file().path());
        ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int zero = 0;
        while (values.getDouble(zero) != 15_000.5 || values.getLong(zero + Long.BYTES) != Long.MIN_VALUE) {
            zero++;
        }
        values.putLong(zero + Long.BYTES, 0);
        Path file = folder.resolve("other-zero.parquet");
        Files.write(file, bytes);

        assertThatThrownBy(() -> prove(
                        new DataFile(file, "z.parquet", Partition.NONE, 5000, bytes.length, 0, "", "", List.of()),
                        read.sums()))
                .hasMessageContaining("File z.parquet of chunk 0 of t cannot be read again at its column other");
    }
}
