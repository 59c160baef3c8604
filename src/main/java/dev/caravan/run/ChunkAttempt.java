package dev.caravan.run;

import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.plan.BadValuePolicy;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.ChunkProof;
import dev.caravan.plan.Column;
import dev.caravan.plan.TableRun;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.source.Snapshot;
import dev.caravan.upload.ChunkUploads;
import dev.caravan.write.ChunkWriter;
import dev.caravan.write.DataFile;
import dev.caravan.write.OpenFile;
import dev.caravan.write.PartitionBounds;
import dev.caravan.write.PartitionedWriter;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to read a chunk with all that comes of it: files, counts, bad values. Discarded as a whole when its connection breaks;
 * the next attempt writes files of the same names.
 *
 * <p>Batches are read and written by one thread; any thread may ask for the counts and abandon the attempt.
 */
final class ChunkAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkAttempt.class);

    private final ChunkReader reader;
    private final ChunkBadValues badValues;
    private final Path folder;
    private final String prefix;
    private final TableRun plan;
    private final boolean isByPartition;
    private final List<DataFile> files = new ArrayList<>();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final ChunkUploads uploads = new ChunkUploads();
    private final OutsideSums outside;
    private final @Nullable ProvenChunk proven;
    private @Nullable ChunkWriter writer;
    private volatile int filesAgain;
    private volatile boolean abandoned;
    private volatile boolean whole;

    ChunkAttempt(TableRun plan, Chunk chunk, Snapshot connection, BatchLimits limits, Path folder) {
        this.plan = plan;
        this.isByPartition = chunk.isByPartition();
        this.folder = folder;
        this.prefix = String.format(Locale.ROOT, "%05d-", chunk.index());
        ChunkProof proof = chunk.proof();
        this.outside = new OutsideSums(plan.partitioning(), Column.fields(chunk.columns()));
        this.proven = proof == null
                ? null
                : new ProvenChunk(proof, outside, "chunk " + chunk.index() + " of " + plan.tableId());
        this.badValues = new ChunkBadValues(new RejectsFile(folder, plan.tableId(), plan.runId(), chunk.index()));
        connection.link().inRun(plan.runId());
        this.reader = new ChunkReader(
                connection.connection(),
                chunk,
                plan.subject(),
                limits,
                (moreRows, moreBytes) -> {
                    rows.addAndGet(moreRows);
                    bytes.addAndGet(moreBytes);
                },
                badValues);
    }

    ChunkReader reader() {
        return reader;
    }

    ChunkBadValues badValues() {
        return badValues;
    }

    long rows() {
        return rows.get();
    }

    long bytes() {
        return bytes.get();
    }

    List<DataFile> files() {
        synchronized (files) {
            return List.copyOf(files);
        }
    }

    /** Files of partitions that were ended for want of room, and rows of their partition came later. */
    int filesAgain() {
        return filesAgain;
    }

    List<DataFile> write(RowBatch batch, boolean last, WriteOptions options) {
        ChunkWriter open = writer == null ? writer(options) : writer;
        writer = open;
        List<DataFile> completed = open.take(batch, last);
        completed.forEach(this::add);
        if (open instanceof PartitionedWriter partitioned) {
            filesAgain = partitioned.again();
        }
        if (last && proven != null && !abandoned) {
            proven.require(reader.sums());
        }
        // The last batch of an abandoned read is not the end of the chunk.
        whole = last && !abandoned;
        if (last) {
            writer = null;
            reader.release();
        }
        return completed;
    }

    private ChunkWriter writer(WriteOptions options) {
        return plan.partitioning().isNone()
                ? new TableWriter(folder, prefix, options)
                : new PartitionedWriter(
                        folder,
                        prefix,
                        options,
                        plan.partitioning(),
                        isByPartition ? PartitionBounds.BY_PARTITION : PartitionBounds.MIXED,
                        plan.subject(),
                        this::unplaced);
    }

    private void unplaced(PartitionLevel level, String rule, Vector column, int row, boolean isFirst) {
        if (isFirst) {
            badValues.met(level.column(), BadValuePolicy.NULL, rule, 1);
        }
        if (proven != null) {
            outside.addUnplaced(level, column, row);
        }
    }

    private void add(DataFile file) {
        synchronized (files) {
            files.add(files.size() < DataFile.MOST_SUMMARIZED ? file : file.withoutColumns());
        }
        if (proven != null) {
            proven.add(file);
        }
    }

    /** What the values of its files add up to; empty when that is not proven. */
    List<ColumnSum> sums() {
        return proven == null ? List.of() : proven.sums();
    }

    /** The files that are still being written, as far as they are on the disk. */
    List<OpenFile> openFiles() {
        return writer == null ? List.of() : writer.growing();
    }

    ChunkUploads uploads() {
        return uploads;
    }

    /** Whether every row of the chunk is in a finished file. */
    boolean isWhole() {
        return whole;
    }

    /** Ends the read before its next batch, and uploads nothing more of it. */
    void abandon() {
        abandoned = true;
        uploads.abandon();
        reader.abandon();
    }

    /** Removes what is not finished, when nothing is uploaded any more. */
    void close() {
        reader.close();
        uploads.end();
        if (writer != null) {
            writer.close();
        }
        badValues.close();
    }

    /** Removes everything that came of it. */
    void discard() {
        close();
        files().forEach(file -> remove(file.path()));
        badValues.rejects().forEach(ChunkAttempt::remove);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays until the end of the run", file, e);
        }
    }
}
