package dev.caravan.run;

import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.ChunkProof;
import dev.caravan.proof.ColumnSum;
import dev.caravan.proof.DamagedFile;
import dev.caravan.proof.FileSums;
import dev.caravan.write.DataFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.LocalInputFile;

/**
 * Proves the values of a chunk: those that are read again from its finished files, or from the names of their folders, have to add up to what
 * PostgreSQL says.
 */
final class ProvenChunk {
    private final ChunkProof proof;
    private final String where;
    private final OutsideSums outside;
    private List<ColumnSum> written = List.of();

    /**
     * A chunk without files so far.
     *
     * @param outside the columns that files do not have
     * @param where the chunk and its table, for the sentence of a failure
     */
    ProvenChunk(ChunkProof proof, OutsideSums outside, String where) {
        this.proof = proof;
        this.outside = outside;
        this.where = where;
    }

    /** What the files hold. */
    List<ColumnSum> sums() {
        return written;
    }

    /**
     * Reads a finished file again.
     *
     * @throws ExportException VERIFICATION_FAILED when it cannot be decoded
     */
    void add(DataFile file) {
        try {
            written = plus(written, read(file.path()));
            outside.add(file.partition(), file.rows());
        } catch (DamagedFile e) {
            throw new ExportException(
                    ErrorCode.VERIFICATION_FAILED,
                    "File " + file.name() + " of " + where + " cannot be read again"
                            + (e.column().isEmpty() ? "" : " at its column " + e.column()) + ": "
                            + String.valueOf(e.getCause()) + ".",
                    "Nothing was published. It is retried; check the disk of caravan.staging.dir and the memory of the machine.",
                    e);
        }
    }

    private static List<ColumnSum> read(Path file) {
        return FileSums.of(new LocalInputFile(file)).columns();
    }

    static List<ColumnSum> plus(List<ColumnSum> one, List<ColumnSum> other) {
        if (one.isEmpty()) {
            return other;
        }
        List<ColumnSum> both = new ArrayList<>();
        for (int i = 0; i < other.size(); i++) {
            both.add(one.get(i).plus(other.get(i)));
        }
        return both;
    }

    /**
     * Compares.
     *
     * @param read what PostgreSQL says
     * @throws ExportException VERIFICATION_FAILED that names the first column that differs
     */
    void require(List<ColumnSum> read) {
        Map<String, ColumnSum> found = new HashMap<>(outside.sums());
        written.forEach(sum -> found.put(sum.column(), sum));
        for (int i = 0; i < read.size(); i++) {
            ColumnSum source = read.get(i);
            ColumnSum lake = found.getOrDefault(source.column(), ColumnSum.none(source.column()));
            boolean isSame = source.values() == lake.values()
                    && (proof.unhashed().contains(i) || source.sum().equals(lake.sum()));
            if (!isSame) {
                throw new ExportException(
                        ErrorCode.VERIFICATION_FAILED,
                        "Column " + source.column() + " of " + where + " has " + told(source) + " in PostgreSQL, and "
                                + told(lake) + " in the finished files.",
                        "Nothing was published. It is retried; if it goes on, check the disk of caravan.staging.dir and the memory of"
                                + " the machine, and report it with the type of the column.");
            }
        }
    }

    private static String told(ColumnSum sum) {
        return Count.of(sum.values(), "value") + " with the checksum " + sum.sum();
    }
}
