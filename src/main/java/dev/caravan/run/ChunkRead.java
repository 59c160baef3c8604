package dev.caravan.run;

import dev.caravan.batch.RowBatch;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.TableRun;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BadValues;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.source.Readers;
import dev.caravan.upload.ChunkUploads;
import dev.caravan.write.DataFile;
import dev.caravan.write.OpenFile;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A chunk on its way from the server into files: what a split over the chunks hands out, and the steps for a chunk work on.
 *
 * <p>It may be begun again after its connection was lost: what the attempt before has brought (files, counts, bad values) is discarded.
 * One thread at a time begins, writes and uploads; any thread may ask for the counts and abandon it.
 */
public final class ChunkRead {
    private final TableRun plan;
    private final Chunk chunk;
    private final Readers readers;
    private final Readers.Lease lease;
    private final Path folder;
    private volatile @Nullable ChunkAttempt attempt;

    ChunkRead(TableRun plan, Chunk chunk, Readers readers, Readers.Lease lease, Path folder) {
        this.plan = plan;
        this.chunk = chunk;
        this.readers = readers;
        this.lease = lease;
        this.folder = folder;
    }

    /** What is read. */
    public Chunk chunk() {
        return chunk;
    }

    /** The caller's thread works on it from now on; the run does not end before {@link #end}. */
    public void begin() {
        lease.begin();
    }

    /** No thread works on it any more, whatever became of it: its connection is free if it has come to the end of the chunk. */
    public void end() {
        lease.end(isWhole());
    }

    /**
     * Reads the chunk from its beginning, in the run's snapshot.
     *
     * @throws dev.caravan.error.ExportException READ_INTERRUPTED when the run has ended or its snapshot is gone; any failure of a login
     */
    public ChunkReader read(BatchLimits limits) {
        ChunkAttempt before = attempt;
        if (before != null) {
            attempt = null;
            before.discard();
            lease.replace();
        }
        try {
            ChunkAttempt begun = new ChunkAttempt(plan, chunk, lease.connection(), limits, folder);
            attempt = begun;
            if (readers.isEnded()) {
                begun.abandon();
            }
            return begun.reader();
        } catch (RuntimeException | Error e) {
            lease.replace();
            throw e;
        }
    }

    /**
     * Writes a batch.
     *
     * @param last whether the chunk ends with it
     * @return the files that the batch completed: one at the most unless the table is partitioned
     */
    public List<DataFile> write(RowBatch batch, boolean last, WriteOptions options) {
        return reading().write(batch, last, options);
    }

    /** The files that are still being written, as far as they are on the disk. */
    public List<OpenFile> openFiles() {
        return reading().openFiles();
    }

    /** The uploads of its files. */
    public ChunkUploads uploads() {
        return reading().uploads();
    }

    private ChunkAttempt reading() {
        ChunkAttempt current = attempt;
        if (current == null) {
            throw new IllegalStateException(this + " is not being read");
        }
        return current;
    }

    /** Whether it can be read again after a lost connection, in the same snapshot. */
    public boolean mayReadAgain() {
        return lease.isReplaceable();
    }

    /** Ends the present attempt before its next batch, because a step has failed. */
    public void abandon() {
        ChunkAttempt current = attempt;
        if (current != null) {
            current.abandon();
        }
    }

    /** Forgets what was uploaded of files that are not complete. */
    void abortUploads() {
        ChunkAttempt current = attempt;
        if (current != null) {
            current.uploads().abort();
        }
    }

    /** Rows read so far, those included that a policy rejected. */
    long rows() {
        ChunkAttempt current = attempt;
        return current == null ? 0 : current.rows();
    }

    /** Bytes read so far. */
    long bytes() {
        ChunkAttempt current = attempt;
        return current == null ? 0 : current.bytes();
    }

    /** Bad values met so far; finishes the files of the rejected rows. */
    BadValues badValues() {
        ChunkAttempt current = attempt;
        return current == null ? BadValues.NONE : current.badValues().total();
    }

    /** The files that are finished. */
    List<DataFile> files() {
        ChunkAttempt current = attempt;
        return current == null ? List.of() : current.files();
    }

    /** Whether a batch may complete several files, since each partition has its own. */
    public boolean isPartitioned() {
        return !plan.partitioning().isNone();
    }

    /** Files of partitions that were ended for want of room, and rows of their partition came later. */
    int filesAgain() {
        ChunkAttempt current = attempt;
        return current == null ? 0 : current.filesAgain();
    }

    /** What the values of its files add up to; empty when that is not proven. */
    List<ColumnSum> sums() {
        ChunkAttempt current = attempt;
        return current == null ? List.of() : current.sums();
    }

    /** Whether every row of the chunk is in a finished file. */
    boolean isWhole() {
        ChunkAttempt current = attempt;
        return current != null && current.isWhole();
    }

    /** Waits until nothing is uploaded, and removes what is not finished. */
    void close() {
        ChunkAttempt current = attempt;
        if (current != null) {
            current.uploads().end();
            if (!current.isWhole()) {
                current.close();
            }
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "chunk %d of %s", chunk.index(), plan.tableId());
    }
}
