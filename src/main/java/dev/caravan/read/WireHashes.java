package dev.caravan.read;

import dev.caravan.batch.Field;
import dev.caravan.batch.Vector;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.ChunkProof;
import dev.caravan.plan.Column;
import dev.caravan.proof.ColumnSum;
import dev.caravan.proof.VectorHash;
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
    private final List<Integer> hashed;
    private final HashArray hashes;
    private final int place;
    private final List<ColumnSum> sums = new ArrayList<>();

    /**
     * Of a chunk.
     *
     * @param place the place of the hashes in a row
     */
    WireHashes(Chunk chunk, ChunkProof proof, int place) {
        this.proof = proof;
        this.hashed = proof.hashed();
        this.hashes = new HashArray(hashed.size());
        this.place = place;
        this.fields = Column.fields(chunk.columns());
        fields.forEach(field -> sums.add(ColumnSum.none(field.name())));
    }

    /** The sums so far, in the order of the fields: all of the chunk's, or how those of the server differ from what the lake gets. */
    List<ColumnSum> sums() {
        return List.copyOf(sums);
    }

    /** Rows that were read, rejected ones included. */
    void read(Frames frames) {
        if (!proof.sums().isEmpty()) {
            return;
        }
        for (int row = 0; row < frames.rows(); row++) {
            hashes.read(frames, place, row);
            for (int i = 0; i < hashed.size(); i++) {
                if (hashes.isThere(i)) {
                    plus(hashed.get(i), 1, BigInteger.valueOf(hashes.get(i)));
                }
            }
        }
    }

    /** Rows that the lake does not get. */
    void without(Frames frames, BitSet rows) {
        rows.stream().forEach(row -> {
            hashes.read(frames, place, row);
            hashed.forEach(this::take);
        });
    }

    /** Values that the lake gets something else for, or nothing. */
    void replaced(Frames frames, int column, BitSet rows, Vector instead) {
        rows.stream().forEach(row -> {
            hashes.read(frames, place, row);
            take(column);
            add(column, instead, row);
        });
    }

    /** Text in a further column. */
    void added(int field, Vector texts, BitSet rows) {
        rows.stream().forEach(row -> add(field, texts, row));
    }

    private void take(int column) {
        int i = hashed.indexOf(column);
        if (hashes.isThere(i)) {
            plus(column, -1, BigInteger.valueOf(hashes.get(i)).negate());
        }
    }

    private void add(int field, Vector values, int row) {
        if (!values.isNull(row)) {
            plus(field, 1, BigInteger.valueOf(VectorHash.of(fields.get(field).target(), values, row)));
        }
    }

    private void plus(int field, long values, BigInteger sum) {
        sums.set(field, sums.get(field).plus(values, sum));
    }
}
