package dev.caravan.read;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.plan.BadValuePolicy;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.ChunkProof;
import dev.caravan.plan.Column;
import dev.caravan.proof.ColumnSum;
import dev.caravan.types.Decoder;
import dev.caravan.types.UnrepresentableValue;
import dev.caravan.types.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the rows of a chunk column by column, and does with a bad value what its column's policy says.
 *
 * <p>Policies cost nothing until a decoder refuses a value; then the value's row is decoded once more, part by part, or the batch
 * without its rejected rows. Not safe for use by several threads at once.
 */
final class BatchDecoder {
    /** What is counted together. */
    private record Met(int column, String rule) {}

    private final Chunk chunk;
    private final List<Column> columns;
    private final List<Field> fields;
    private final List<Decoder<? extends Vector>> strict = new ArrayList<>();
    private final List<Decoder<? extends Vector>> tolerant = new ArrayList<>();
    private final Map<Integer, Integer> texts = new HashMap<>();
    private final List<Vector> vectors = new ArrayList<>();
    private final boolean anyText;
    private final BadValueReport report;
    private final BadValueFailure failure;
    private final Map<Met, Long> met = new LinkedHashMap<>();
    private final Map<Integer, List<RejectedRow.Fault>> rejected = new TreeMap<>();
    private final Map<Integer, BitSet> replaced = new HashMap<>();
    private final @Nullable WireHashes hashes;
    private final int hashed;
    private long rowsBefore;
    private int row;

    /**
     * A decoder of one chunk.
     *
     * @param anyText whether text may be other than UTF-8, since the database does not know its encoding
     */
    BatchDecoder(Chunk chunk, boolean anyText, BadValueReport report, String subject) {
        this.chunk = chunk;
        this.columns = chunk.columns();
        this.fields = Column.fields(columns);
        this.anyText = anyText;
        this.report = report;
        this.failure = new BadValueFailure(subject, chunk.key());
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            Decoder<? extends Vector> decoder = columns.get(i).mapping().decoder();
            Decoder<? extends Vector> checked = anyText ? decoder.checkingText() : decoder;
            strict.add(checked);
            tolerant.add(checked.tolerating((fault, out) -> replace(column, fault, out)));
            if (columns.get(i).isReadAsText()) {
                texts.put(i, columns.size() + texts.size());
            }
        }
        ChunkProof proof = chunk.proof();
        this.hashes = proof == null ? null : new WireHashes(chunk, proof, columns.size() + texts.size());
        this.hashed = proof == null || proof.hashed().isEmpty() ? 0 : 1;
    }

    /** What the SELECT of the chunk sends. */
    int fieldsOnTheWire() {
        return columns.size() + texts.size() + hashed;
    }

    /** What the hashes on the wire say; empty when none are asked for. */
    List<ColumnSum> sums() {
        return hashes == null ? List.of() : hashes.sums();
    }

    /** Releases the vectors that batches share. */
    void forget() {
        vectors.clear();
    }

    /** The rows, without those that a policy rejects; in the vectors of the batch before. */
    RowBatch decode(Frames frames) {
        int read = frames.rows();
        met.clear();
        rejected.clear();
        replaced.clear();
        List<Vector> decoded = vectors(frames);
        if (hashes != null) {
            hashes.read(frames);
        }
        if (!rejected.isEmpty()) {
            Map<Integer, List<RejectedRow.Fault>> left = new TreeMap<>(rejected);
            left.forEach((bad, faults) -> report.rejected(new RejectedRow(
                    rowsBefore + bad + 1, key(frames, bad), faults, asText(frames, decoded, bad, faults))));
            BitSet rows = new BitSet(read);
            left.keySet().forEach(rows::set);
            if (hashes != null) {
                hashes.without(frames, rows);
            }
            frames.remove(rows);
            met.clear();
            rejected.clear();
            replaced.clear();
            List<Vector> kept = vectors(frames);
            left.values()
                    .forEach(faults -> faults.forEach(
                            fault -> report.met(fault.column(), BadValuePolicy.REJECT, fault.rule(), 1)));
            return done(frames, kept, read);
        }
        return done(frames, decoded, read);
    }

    private RowBatch done(Frames frames, List<Vector> decoded, int read) {
        met.forEach((what, values) -> report.met(
                columns.get(what.column()).name(), columns.get(what.column()).onBadValue(), what.rule(), values));
        rowsBefore += read;
        tellOfReplaced(frames, decoded);
        return new RowBatch(fields, decoded, frames.rows(), frames.used());
    }

    private List<Vector> vectors(Frames frames) {
        List<Vector> decoded = new ArrayList<>(fields.size());
        List<Vector> besides = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            BitSet bad = new BitSet();
            if (i == vectors.size()) {
                vectors.add(fields.get(i).target().vector(frames.bytes()));
            }
            decoded.add(vector(frames, i, bad));
            if (!bad.isEmpty()) {
                replaced.put(i, bad);
            }
            if (columns.get(i).hasTextField()) {
                besides.add(textsOf(frames, i, bad));
            }
        }
        decoded.addAll(besides);
        return decoded;
    }

    private void tellOfReplaced(Frames frames, List<Vector> decoded) {
        if (hashes == null) {
            return;
        }
        int text = columns.size();
        for (int i = 0; i < columns.size(); i++) {
            BitSet bad = replaced.getOrDefault(i, new BitSet());
            hashes.replaced(frames, i, bad, decoded.get(i));
            if (columns.get(i).hasTextField()) {
                hashes.added(text, decoded.get(text), bad);
                text++;
            }
        }
    }

    private Vector vector(Frames frames, int column, BitSet bad) {
        Vector vector = vectors.get(column);
        vector.refill(frames.bytes());
        vector.reserve(frames.rows());
        int from = 0;
        while (from < frames.rows()) {
            try {
                strict.get(column)
                        .column(
                                frames.bytes(),
                                frames.offsets(column),
                                frames.lengths(column),
                                from,
                                frames.rows(),
                                vector);
                from = frames.rows();
            } catch (UnrepresentableValue e) {
                row = vector.size();
                vector.truncate(row);
                from = row + 1;
                bad.set(row);
                refused(frames, column, e, vector);
            }
        }
        return vector;
    }

    private void refused(Frames frames, int column, UnrepresentableValue fault, Vector out) {
        switch (columns.get(column).onBadValue()) {
            case FAIL -> throw failure.refused(columns.get(column), key(frames, row), rowsBefore + row + 1, fault);
            case NULL -> again(frames, column, out);
            case CLAMP -> {
                try {
                    again(frames, column, out);
                } catch (UnrepresentableValue nothingNear) {
                    throw failure.nothingNear(columns.get(column), key(frames, row), rowsBefore + row + 1, nothingNear);
                }
            }
            case TEXT -> {
                count(column, fault);
                out.addNull();
            }
            case REJECT -> {
                rejected.computeIfAbsent(row, unused -> new ArrayList<>())
                        .add(new RejectedRow.Fault(
                                columns.get(column).name(),
                                columns.get(column).type().sql(),
                                fault.value(),
                                fault.rule()));
                out.addNull();
            }
        }
    }

    /** Decodes the value once more, replacing what is bad in it and no more. */
    private void again(Frames frames, int column, Vector out) {
        tolerant.get(column).column(frames.bytes(), frames.offsets(column), frames.lengths(column), row, row + 1, out);
    }

    private void replace(int column, UnrepresentableValue fault, Vector out) {
        if (columns.get(column).onBadValue() == BadValuePolicy.NULL) {
            out.addNull();
        } else if (fault.clamp() != null) {
            fault.clamp().append(out);
        } else {
            throw fault;
        }
        count(column, fault);
    }

    private void count(int column, UnrepresentableValue fault) {
        met.merge(new Met(column, fault.rule()), 1L, Long::sum);
    }

    /** The text of bad rows, NULL for all others. */
    private Vector textsOf(Frames frames, int column, BitSet bad) {
        BytesVector out = new BytesVector(frames.bytes());
        out.reserve(frames.rows());
        for (int i = 0; i < frames.rows(); i++) {
            if (!bad.get(i)) {
                out.addNull();
                continue;
            }
            int text = texts.getOrDefault(column, column);
            int offset = frames.offsets(text)[i];
            int length = frames.lengths(text)[i];
            if (anyText && !Utf8Text.isValid(frames.bytes(), offset, length)) {
                out.add(Utf8Text.escaped(frames.bytes(), offset, length));
            } else {
                out.addShared(offset, length);
            }
        }
        return out;
    }

    /** The primary key of a row as text. */
    private Map<String, @Nullable Object> key(Frames frames, int at) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        for (String name : chunk.key()) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(name)) {
                    key.put(name, one(frames, i, at));
                }
            }
        }
        return key;
    }

    private @Nullable Object one(Frames frames, int column, int at) {
        Vector vector = fields.get(column).target().vector(frames.bytes());
        try {
            strict.get(column)
                    .column(frames.bytes(), frames.offsets(column), frames.lengths(column), at, at + 1, vector);
            return ValueText.of(fields.get(column).target(), vector, 0);
        } catch (UnrepresentableValue e) {
            return e.value();
        }
    }

    private Map<String, @Nullable Object> asText(
            Frames frames, List<Vector> decoded, int at, List<RejectedRow.Fault> faults) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            all.put(columns.get(i).name(), ValueText.of(fields.get(i).target(), decoded.get(i), at));
        }
        faults.forEach(fault -> all.put(fault.column(), fault.value()));
        texts.forEach((column, text) -> {
            int length = frames.lengths(text)[at];
            if (length >= 0) {
                all.put(columns.get(column).name(), printed(frames.bytes(), frames.offsets(text)[at], length));
            }
        });
        return all;
    }

    private static String printed(byte[] bytes, int offset, int length) {
        return Utf8Text.isValid(bytes, offset, length)
                ? new String(bytes, offset, length, StandardCharsets.UTF_8)
                : Utf8Text.escaped(bytes, offset, length);
    }
}
