package dev.caravan.bench.jmh;

import dev.caravan.batch.RowBatch;
import dev.caravan.write.DataFile;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to write one value of each type into a Parquet file on the local disk, compression and footer included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class EncodeBench {
    /** Batches of one file. */
    private static final int BATCHES = 40;

    /** Which type. */
    @Param
    public SampleColumn type;

    private RowBatch batch;
    private Path folder;

    /** Decodes the column that is written again and again. */
    @Setup
    public void prepare() throws IOException {
        batch = type.batch();
        folder = Files.createTempDirectory("caravan-bench");
    }

    /** A whole file. */
    @Benchmark
    @OperationsPerInvocation(SampleColumn.ROWS * BATCHES)
    public DataFile write() {
        try (TableWriter writer = new TableWriter(folder, "bench-", WriteOptions.DEFAULT)) {
            for (int i = 1; i < BATCHES; i++) {
                writer.write(batch, false);
            }
            return writer.write(batch, true).orElseThrow();
        }
    }

    /** Removes the file. */
    @TearDown
    public void remove() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
