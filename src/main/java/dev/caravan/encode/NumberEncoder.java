package dev.caravan.encode;

import dev.caravan.batch.DoubleVector;
import dev.caravan.batch.FloatVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Vector;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Encodes INT32, INT64, FLOAT and DOUBLE: as bits in a long, some hundred at a time, so that they stay in the CPU's nearest cache. */
abstract class NumberEncoder extends LeafEncoder {
    static final int STRIDE = 1024;

    private final int width;
    private final LongDictionary dictionary;
    private final long[] bits;

    private NumberEncoder(
            PrimitiveType type, LeafValues values, Scratch scratch, int width, LongDictionary dictionary) {
        super(type, values, scratch, dictionary);
        this.width = width;
        this.dictionary = dictionary;
        this.bits = scratch.numbers();
    }

    static NumberEncoder ofInts(PrimitiveType type, LeafValues values, Scratch scratch) {
        return new Ints(type, values, scratch);
    }

    static NumberEncoder ofLongs(PrimitiveType type, LeafValues values, Scratch scratch) {
        return new Longs(type, values, scratch);
    }

    static NumberEncoder ofFloats(PrimitiveType type, LeafValues values, Scratch scratch) {
        return new Floats(type, values, scratch);
    }

    static NumberEncoder ofDoubles(PrimitiveType type, LeafValues values, Scratch scratch) {
        return new Doubles(type, values, scratch);
    }

    /** Puts the bits of so many values at these positions, from one on, into the beginning of {@code bits}. */
    abstract void gather(Vector vector, int[] positions, int from, int count, long[] bits);

    /** Widens the range from the smallest to the largest by these values. */
    abstract void range(long[] bits, int count);

    @Override
    final long plainBytes(LeafValues values, int from, int to) {
        return (long) width * (to - from);
    }

    @Override
    final void append(LeafValues values, int from, int to, PageBytes plain) {
        for (int at = from; at < to; at += STRIDE) {
            int count = Math.min(STRIDE, to - at);
            gather(values.vector(), values.positions(), at, count, bits);
            range(bits, count);
            if (dictionary.isOpen()) {
                dictionary.add(bits, count);
            } else if (width == Integer.BYTES) {
                plain.putInts(bits, count);
            } else {
                plain.putLongs(bits, count);
            }
        }
    }

    @Override
    final void hash(LeafValues values, int from, int to, ChunkFilter filter) {
        for (int at = from; at < to; at += STRIDE) {
            int count = Math.min(STRIDE, to - at);
            gather(values.vector(), values.positions(), at, count, bits);
            for (int i = 0; i < count; i++) {
                hash(bits[i], filter);
            }
        }
    }

    /** Puts the number of these bits into a filter. */
    void hash(long number, ChunkFilter filter) {
        if (width == Integer.BYTES) {
            filter.add((int) number);
        } else {
            filter.add(number);
        }
    }

    /** Whole numbers. */
    private abstract static class Whole extends NumberEncoder {
        private boolean any;
        private long smallest = Long.MAX_VALUE;
        private long largest = Long.MIN_VALUE;

        Whole(PrimitiveType type, LeafValues values, Scratch scratch, int width) {
            super(type, values, scratch, width, new LongDictionary(width));
        }

        abstract void tell(Statistics<?> statistics, long value);

        @Override
        final void range(long[] bits, int count) {
            long low = smallest;
            long high = largest;
            for (int i = 0; i < count; i++) {
                low = Math.min(low, bits[i]);
                high = Math.max(high, bits[i]);
            }
            smallest = low;
            largest = high;
            any |= count > 0;
        }

        @Override
        final void tell(Statistics<?> statistics) {
            if (any) {
                tell(statistics, smallest);
                tell(statistics, largest);
            }
            any = false;
            smallest = Long.MAX_VALUE;
            largest = Long.MIN_VALUE;
        }
    }

    private static final class Ints extends Whole {
        Ints(PrimitiveType type, LeafValues values, Scratch scratch) {
            super(type, values, scratch, Integer.BYTES);
        }

        @Override
        void gather(Vector vector, int[] positions, int from, int count, long[] bits) {
            int[] ints = ((IntVector) vector).array();
            for (int i = 0; i < count; i++) {
                bits[i] = ints[positions[from + i]];
            }
        }

        @Override
        void tell(Statistics<?> statistics, long value) {
            statistics.updateStats((int) value);
        }
    }

    private static final class Longs extends Whole {
        Longs(PrimitiveType type, LeafValues values, Scratch scratch) {
            super(type, values, scratch, Long.BYTES);
        }

        @Override
        void gather(Vector vector, int[] positions, int from, int count, long[] bits) {
            long[] longs = ((LongVector) vector).array();
            for (int i = 0; i < count; i++) {
                bits[i] = longs[positions[from + i]];
            }
        }

        @Override
        void tell(Statistics<?> statistics, long value) {
            statistics.updateStats(value);
        }
    }

    /**
     * Numbers with a point, as doubles, which hold every float. Where NaN is among them the statistics have no range.
     */
    private abstract static class Real extends NumberEncoder {
        private double smallest = Double.POSITIVE_INFINITY;
        private double largest = Double.NEGATIVE_INFINITY;
        private long notNumbers;

        Real(PrimitiveType type, LeafValues values, Scratch scratch, int width) {
            super(type, values, scratch, width, new LongDictionary(width));
        }

        abstract double value(long bits);

        /** The bit of the sign. */
        abstract long sign();

        /** The usual one of many, which readers look for. */
        abstract long nan();

        abstract void tell(Statistics<?> statistics, double value);

        /** Both zeros are equal, and so is every NaN to SQL: a reader may look for another than the one that is written. */
        @Override
        final void hash(long number, ChunkFilter filter) {
            super.hash(number, filter);
            double value = value(number);
            if (value == 0) {
                super.hash(number ^ sign(), filter);
            } else if (Double.isNaN(value)) {
                super.hash(nan(), filter);
                super.hash(nan() ^ sign(), filter);
            }
        }

        @Override
        final void range(long[] bits, int count) {
            for (int i = 0; i < count; i++) {
                double value = value(bits[i]);
                if (Double.isNaN(value)) {
                    notNumbers++;
                } else {
                    smallest = Math.min(smallest, value);
                    largest = Math.max(largest, value);
                }
            }
        }

        @Override
        final void tell(Statistics<?> statistics) {
            statistics.incrementNanCount(notNumbers);
            if (smallest <= largest && notNumbers == 0) {
                tell(statistics, smallest);
                tell(statistics, largest);
            }
            smallest = Double.POSITIVE_INFINITY;
            largest = Double.NEGATIVE_INFINITY;
            notNumbers = 0;
        }
    }

    private static final class Floats extends Real {
        Floats(PrimitiveType type, LeafValues values, Scratch scratch) {
            super(type, values, scratch, Float.BYTES);
        }

        @Override
        void gather(Vector vector, int[] positions, int from, int count, long[] bits) {
            FloatVector floats = (FloatVector) vector;
            for (int i = 0; i < count; i++) {
                bits[i] = Float.floatToRawIntBits(floats.get(positions[from + i]));
            }
        }

        @Override
        double value(long bits) {
            return Float.intBitsToFloat((int) bits);
        }

        @Override
        long sign() {
            return Integer.MIN_VALUE;
        }

        @Override
        long nan() {
            return Float.floatToIntBits(Float.NaN);
        }

        @Override
        Statistics<?> statistics(PrimitiveType type) {
            return NanAwareStatistics.ofFloats(type);
        }

        @Override
        void tell(Statistics<?> statistics, double value) {
            statistics.updateStats((float) value);
        }
    }

    private static final class Doubles extends Real {
        Doubles(PrimitiveType type, LeafValues values, Scratch scratch) {
            super(type, values, scratch, Double.BYTES);
        }

        @Override
        void gather(Vector vector, int[] positions, int from, int count, long[] bits) {
            DoubleVector doubles = (DoubleVector) vector;
            for (int i = 0; i < count; i++) {
                bits[i] = Double.doubleToRawLongBits(doubles.get(positions[from + i]));
            }
        }

        @Override
        double value(long bits) {
            return Double.longBitsToDouble(bits);
        }

        @Override
        long sign() {
            return Long.MIN_VALUE;
        }

        @Override
        long nan() {
            return Double.doubleToLongBits(Double.NaN);
        }

        @Override
        Statistics<?> statistics(PrimitiveType type) {
            return NanAwareStatistics.ofDoubles(type);
        }

        @Override
        void tell(Statistics<?> statistics, double value) {
            statistics.updateStats(value);
        }
    }
}
