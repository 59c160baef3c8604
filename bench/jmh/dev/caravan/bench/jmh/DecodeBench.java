package dev.caravan.bench.jmh;

import dev.caravan.batch.Vector;
import dev.caravan.types.Decoder;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to decode one value of each type: nanoseconds, and bytes allocated. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DecodeBench {
    /** Which type. */
    @Param
    public SampleColumn type;

    private SampleColumn.Frames frames;
    private Decoder<? extends Vector> decoder;
    private Vector vector;

    /** Makes the column, and a vector that has grown to its size. */
    @Setup
    public void prepare() throws IOException {
        frames = type.frames();
        decoder = type.mapping().decoder();
        vector = type.mapping().target().vector(frames.bytes());
        decode();
    }

    /** A whole column of a batch. */
    @Benchmark
    @OperationsPerInvocation(SampleColumn.ROWS)
    public Vector decode() {
        vector.truncate(0);
        decoder.column(frames.bytes(), frames.offsets(), frames.lengths(), 0, SampleColumn.ROWS, vector);
        return vector;
    }
}
