package dev.caravan.encode;

import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Statistics of FLOAT and DOUBLE without a smallest and largest value once a NaN is among the values.
 *
 * <p>The format leaves NaN out of the range and counts it besides, but that count is new: readers that do not know it take the range for
 * that of all rows, and whether NaN is above or below all numbers differs from one to the next.
 */
final class NanAwareStatistics {
    private NanAwareStatistics() {}

    /** Empty statistics of a page of floats. */
    static Statistics<?> ofFloats(PrimitiveType type) {
        return new Floats((FloatStatistics) Statistics.createStats(type));
    }

    /** Empty statistics of a page of doubles. */
    static Statistics<?> ofDoubles(PrimitiveType type) {
        return new Doubles((DoubleStatistics) Statistics.createStats(type));
    }

    private static final class Floats extends FloatStatistics {
        Floats(FloatStatistics other) {
            super(other);
        }

        @Override
        public boolean hasNonNullValue() {
            return super.hasNonNullValue() && getNanCount() == 0;
        }

        @Override
        public FloatStatistics copy() {
            return new Floats(this);
        }
    }

    private static final class Doubles extends DoubleStatistics {
        Doubles(DoubleStatistics other) {
            super(other);
        }

        @Override
        public boolean hasNonNullValue() {
            return super.hasNonNullValue() && getNanCount() == 0;
        }

        @Override
        public DoubleStatistics copy() {
            return new Doubles(this);
        }
    }
}
