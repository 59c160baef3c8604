package dev.caravan.plan;

import java.io.Serializable;
import java.util.List;

/**
 * How the values of a chunk are proven.
 *
 * @param sums SELECTs of one row each that have, for each column of the chunk, the number of its values and the sum of their hashes; none
 *     when every hash is sent with its row, since the rows might be others when they are worked out once more
 * @param hashed the columns whose hashes are sent with the rows, by their places among the columns: behind all else, as one array of
 *     {@code bigint} in this order
 * @param unhashed the columns of which nothing but the number of values can be proven
 */
public record ChunkProof(List<String> sums, List<Integer> hashed, List<Integer> unhashed) implements Serializable {
    public ChunkProof {
        sums = List.copyOf(sums);
        hashed = List.copyOf(hashed);
        unhashed = List.copyOf(unhashed);
    }
}
