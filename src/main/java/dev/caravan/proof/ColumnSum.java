package dev.caravan.proof;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigInteger;

/**
 * What proves a column: independent of the order of its rows, and different with near certainty as soon as one value is.
 *
 * @param column its name in the lake
 * @param values how many are not NULL
 * @param sum of the hashes of these, each a signed number of 64 bits
 */
public record ColumnSum(
        String column,
        long values,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigInteger sum) {
    /** A column without values. */
    public static ColumnSum none(String column) {
        return new ColumnSum(column, 0, BigInteger.ZERO);
    }

    /** The same column with more rows. */
    public ColumnSum plus(long moreValues, BigInteger moreSum) {
        return new ColumnSum(column, values + moreValues, sum.add(moreSum));
    }

    /** The same column with the rows of another part of the table. */
    public ColumnSum plus(ColumnSum other) {
        return plus(other.values, other.sum);
    }
}
