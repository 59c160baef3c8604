package dev.caravan.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;

class HybridRunsTest {
    private static final long SEED = 4;

    @Test
    void parquet_java_decodes_runs_and_packed_groups_of_every_width() throws IOException {
        Random random = new Random(SEED);
        for (int width = 0; width <= 32; width++) {
            for (int round = 0; round < 50; round++) {
                int[] values = runs(random, 1 + random.nextInt(300), width);

                assertThat(decoded(values, width)).as("width %d", width).isEqualTo(values);
            }
        }
    }

    @Test
    void equal_values_take_a_few_bytes() {
        PageBytes out = new PageBytes();

        HybridRuns.run(1, 1_000_000, 1, out);

        assertThat(out.size()).isLessThanOrEqualTo(5);
    }

    @Test
    void a_number_takes_as_many_bits_as_it_needs() {
        assertThat(HybridRuns.width(0)).isZero();
        assertThat(HybridRuns.width(1)).isOne();
        assertThat(HybridRuns.width(255)).isEqualTo(8);
        assertThat(HybridRuns.width(256)).isEqualTo(9);
    }

    private static int[] runs(Random random, int count, int width) {
        int[] values = new int[count];
        int at = 0;
        while (at < count) {
            int end = Math.min(count, at + 1 + (random.nextBoolean() ? random.nextInt(40) : random.nextInt(3)));
            int value = width == 0 ? 0 : random.nextInt() >>> (Integer.SIZE - width);
            Arrays.fill(values, at, end, value);
            at = end;
        }
        return values;
    }

    private static int[] decoded(int[] values, int width) throws IOException {
        PageBytes out = new PageBytes();
        HybridRuns.encode(Arrays.copyOf(values, values.length + 7), values.length, width, out);
        RunLengthBitPackingHybridDecoder decoder = new RunLengthBitPackingHybridDecoder(
                width, new ByteArrayInputStream(Arrays.copyOf(out.array(), out.size())));
        int[] decoded = new int[values.length];
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = decoder.readInt();
        }
        return decoded;
    }
}
