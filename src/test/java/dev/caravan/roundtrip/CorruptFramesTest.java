package dev.caravan.roundtrip;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.TestStack;
import dev.caravan.batch.Vector;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Column;
import dev.caravan.types.CorruptFrame;
import dev.caravan.types.Decoder;
import dev.caravan.types.UnrepresentableValue;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every decoder of the type map meets truncated and corrupted frames with a clear error: quickly, in little memory, undone. */
class CorruptFramesTest {
    /** Printed with every fault; the frames follow from it. */
    private static final long SEED = Long.getLong("test.random.seed", 20_261_122L);
    /** Corrupted frames for every column of every type. */
    private static final int TRIES = Integer.getInteger("test.random.frames", 200);
    /** Ten bytes are a legal numeric of 131,072 digits, whose text is built in a few steps; beyond that, a frame is no bomb. */
    private static final long BYTES_OF_A_VALUE = 2 << 20;

    private static final long BYTES_PER_BYTE_OF_A_VALUE = 64 << 10;
    private static final long MOST_BYTES = 64 << 20;

    private static final int MOST_CUTS = 100;

    private static final int[] EXTREMES = {
        0,
        1,
        -1,
        -2,
        2,
        6,
        7,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        1 << 24,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private HikariDataSource source;

    @AfterEach
    void close() {
        source.close();
    }

    @TestFactory
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    Stream<DynamicTest> a_corrupt_frame_is_a_clear_error_for_every_decoder() {
        source = Servers.source(TestStack.postgres(), TestStack.freshDatabase("frames"));
        TypeTables tables = new TypeTables(source);
        return tables.types().stream()
                .map(values -> DynamicTest.dynamicTest(values.type(), () -> {
                    tables.create(values);
                    frames(tables, values).forEach(this::fuzz);
                }));
    }

    private static List<WireColumn> frames(TypeTables tables, Values values) {
        List<WireColumn> columns = new ArrayList<>(WireColumn.of(tables.source(), TypeTables.name(values), Map.of()));
        values.retargets()
                .forEach(retarget -> columns.addAll(
                        WireColumn.of(tables.source(), TypeTables.name(values), Map.of("v", retarget.choice()))));
        return columns;
    }

    private void fuzz(WireColumn column) {
        Random random = new Random(SEED);
        for (byte[] frame : column.frames()) {
            int step = Math.max(1, frame.length / MOST_CUTS);
            for (int length = 0; length < frame.length; length += step) {
                meet(column.column(), frame, Arrays.copyOf(frame, length));
            }
        }
        for (int i = 0; i < TRIES && !column.frames().isEmpty(); i++) {
            byte[] frame = column.frames().get(random.nextInt(column.frames().size()));
            meet(column.column(), frame, corrupted(frame, random));
        }
    }

    private static byte[] corrupted(byte[] frame, Random random) {
        byte[] corrupt = frame.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(corrupt.length + 1);
            int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
            switch (random.nextInt(5)) {
                case 0 -> corrupt = Arrays.copyOf(corrupt, at);
                case 1 -> corrupt = Arrays.copyOf(corrupt, corrupt.length + 1 + random.nextInt(16));
                case 2 -> put(corrupt, at & ~1, extreme, Short.BYTES);
                case 3 -> put(corrupt, at & ~3, extreme, Integer.BYTES);
                default -> put(corrupt, at, random.nextInt(), 1);
            }
        }
        return corrupt;
    }

    private static void put(byte[] frame, int at, int number, int width) {
        for (int i = 0; i < width && at + i < frame.length; i++) {
            frame[at + i] = (byte) (number >> (8 * (width - 1 - i)));
        }
    }

    /** The corrupt frame ends where its buffer ends, so that reading beyond it is seen. */
    private void meet(Column column, byte[] good, byte[] corrupt) {
        byte[] buffer = Arrays.copyOf(good, good.length + corrupt.length);
        System.arraycopy(corrupt, 0, buffer, good.length, corrupt.length);
        Decoder<? extends Vector> decoder = column.mapping().decoder();
        Vector vector = column.mapping().target().vector(buffer);
        int[] offsets = {0, good.length, 0};
        int[] lengths = {good.length, corrupt.length, good.length};
        Supplier<String> what = () -> column.type().sql() + " (" + column.name() + "), seed " + SEED + ": "
                + HexFormat.of().formatHex(corrupt, 0, Math.min(corrupt.length, 200));
        good(decoder, buffer, offsets, lengths, vector, 0, what);
        long allocated = threads.getCurrentThreadAllocatedBytes();
        try {
            decoder.column(buffer, offsets, lengths, 1, 2, vector);
        } catch (CorruptFrame | UnrepresentableValue | ExportException e) {
            vector.truncate(1);
            vector.addNull();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what.get(), e);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        if (bytes > Math.min(BYTES_OF_A_VALUE + BYTES_PER_BYTE_OF_A_VALUE * corrupt.length, MOST_BYTES)) {
            throw new AssertionError(bytes + " bytes were allocated for " + what.get());
        }
        good(decoder, buffer, offsets, lengths, vector, 2, what);
        if (vector.size() != 3 || !Vectors.areConsistent(vector)) {
            throw new AssertionError("the vector has parts that do not belong together after " + what.get());
        }
    }

    /** Some values that the suite has are beyond the target: they are left out as a policy would. */
    private static void good(
            Decoder<? extends Vector> decoder,
            byte[] buffer,
            int[] offsets,
            int[] lengths,
            Vector vector,
            int row,
            Supplier<String> what) {
        try {
            decoder.column(buffer, offsets, lengths, row, row + 1, vector);
        } catch (UnrepresentableValue e) {
            vector.truncate(row);
            vector.addNull();
        } catch (RuntimeException e) {
            throw new AssertionError("before or after " + what.get(), e);
        }
    }
}
