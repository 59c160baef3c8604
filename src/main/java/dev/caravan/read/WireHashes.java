package dev.caravan.read;

import dev.caravan.batch.Field;
import dev.caravan.batch.Vector;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.ChunkProof;
import dev.caravan.plan.Column;
import dev.caravan.proof.ColumnSum;
import dev.caravan.proof.VectorHash;
import dev.caravan.types.BigEndian;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The hashes that the server sends with the rows. Where it adds them up itself, those of values that the lake does not get as they are
 * are taken off the sums, and those of what the lake gets instead are added.
 */
final class WireHashes {
    private final ChunkProof proof;
    private final List<Field> fields;
    private final int first;
    private final List<ColumnSum> sums = new ArrayList<>();

    /**
     * Of a chunk.
     *
     * @param first the place of the first hash in a row
     */
    WireHashes(Chunk chunk, ChunkProof proof, int first) {
        this.proof = proof;
        this.first = first;
        this.fields = Column.fields(chunk.columns());
        fields.forEach(field -> sums.add(ColumnSum.none(field.name())));
    }

    /** The sums so far, in the order of the fields: all of the chunk's, or how those of the server differ from what the lake gets. */
    List<ColumnSum> sums() {
        return List.copyOf(sums);
    }

    /** Rows that were read, rejected ones included. */
    void read(Frames frames) {
        if (proof.sums().isEmpty()) {
            for (int column : proof.hashed()) {
                BigInteger sum = BigInteger.ZERO;
                long values = 0;
                for (int row = 0; row < frames.rows(); row++) {
                    if (isThere(frames, column, row)) {
                        values++;
                        sum = sum.add(BigInteger.valueOf(hash(frames, column, row)));
                    }
                }
                sums.set(column, sums.get(column).plus(values, sum));
            }
        }
    }

    /** Rows that the lake does not get. */
    void without(Frames frames, BitSet rows) {
        proof.hashed().forEach(column -> rows.stream().forEach(row -> take(frames, column, row)));
    }

    /** Values that the lake gets something else for, or nothing. */
    void replaced(Frames frames, int column, BitSet rows, Vector instead) {
        rows.stream().forEach(row -> {
            take(frames, column, row);
            add(column, instead, row);
        });
    }

    /** Text in a further column. */
    void added(int field, Vector texts, BitSet rows) {
        rows.stream().forEach(row -> add(field, texts, row));
    }

    private void take(Frames frames, int column, int row) {
        if (isThere(frames, column, row)) {
            sums.set(
                    column,
                    sums.get(column)
                            .plus(
                                    -1,
                                    BigInteger.valueOf(hash(frames, column, row))
                                            .negate()));
        }
    }

    private void add(int field, Vector values, int row) {
        if (!values.isNull(row)) {
            long hash = VectorHash.of(fields.get(field).target(), values, row);
            sums.set(field, sums.get(field).plus(1, BigInteger.valueOf(hash)));
        }
    }

    private boolean isThere(Frames frames, int column, int row) {
        return frames.lengths(place(column))[row] >= 0;
    }

    private long hash(Frames frames, int column, int row) {
        return BigEndian.int64(frames.bytes(), frames.offsets(place(column))[row]);
    }

    private int place(int column) {
        return first + proof.hashed().indexOf(column);
    }
}
