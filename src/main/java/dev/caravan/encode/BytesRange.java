package dev.caravan.encode;

import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.internal.column.columnindex.BinaryTruncator;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The smallest and the largest value of a page, in the order that Parquet defines for the type: decimals as signed numbers, all else
 * byte by byte without a sign.
 */
final class BytesRange {
    /** Twice what parquet-java writes into a footer, where longer ranges are left out; only its page index has them, shortened. */
    private static final int MOST_BYTES = 8 << 10;

    private static final byte[] NOTHING = new byte[0];

    private final BinaryTruncator truncator;

    /** Turned in a first byte, the sign of a decimal sorts as it should. */
    private final long sign;

    private boolean any;
    private byte[] smallest = NOTHING;
    private byte[] largest = NOTHING;
    private long smallestPrefix;
    private long largestPrefix;
    private int longest;

    BytesRange(PrimitiveType type) {
        this.truncator = BinaryTruncator.getTruncator(type);
        this.sign = type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation ? Long.MIN_VALUE : 0;
    }

    /** Widens the range by a value. */
    void include(byte[] buffer, int offset, int length, long prefix) {
        long ordered = prefix ^ sign;
        if (!any) {
            any = true;
            smallest = Arrays.copyOfRange(buffer, offset, offset + length);
            largest = smallest;
            smallestPrefix = ordered;
            largestPrefix = ordered;
        } else if (isLess(ordered, buffer, offset, length, smallestPrefix, smallest)) {
            smallest = Arrays.copyOfRange(buffer, offset, offset + length);
            smallestPrefix = ordered;
        } else if (isMore(ordered, buffer, offset, length, largestPrefix, largest)) {
            largest = Arrays.copyOfRange(buffer, offset, offset + length);
            largestPrefix = ordered;
        }
    }

    private static boolean isLess(long ordered, byte[] buffer, int offset, int length, long prefix, byte[] other) {
        return ordered == prefix
                ? Arrays.compareUnsigned(buffer, offset, offset + length, other, 0, other.length) < 0
                : Long.compareUnsigned(ordered, prefix) < 0;
    }

    private static boolean isMore(long ordered, byte[] buffer, int offset, int length, long prefix, byte[] other) {
        return ordered == prefix
                ? Arrays.compareUnsigned(buffer, offset, offset + length, other, 0, other.length) > 0
                : Long.compareUnsigned(ordered, prefix) > 0;
    }

    /** Puts the range into the statistics, and begins anew. */
    void tell(Statistics<?> statistics) {
        if (any) {
            // The file keeps them until it ends; the largest is rounded up where it is cut.
            tell(truncator.truncateMin(Binary.fromConstantByteArray(smallest), MOST_BYTES), statistics);
            tell(truncator.truncateMax(Binary.fromConstantByteArray(largest), MOST_BYTES), statistics);
        }
        any = false;
    }

    private void tell(Binary bound, Statistics<?> statistics) {
        statistics.updateStats(bound);
        longest = Math.max(longest, bound.length());
    }

    /** The most bytes that the statistics of a page were told at once, since this was asked last. */
    int longest() {
        int found = longest;
        longest = 0;
        return found;
    }
}
