package dev.caravan.run;

import dev.caravan.batch.RowBatch;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.Snapshot;
import dev.caravan.plan.TableRun;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.write.DataFile;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A run between its plan and its end: holds the snapshot, the reader and the open file of each chunk, and counts.
 *
 * <p>Closing it gives everything back, at any moment and more than once.
 */
public final class ActiveRun implements AutoCloseable {
    private final TableRun plan;
    private final Path folder;
    private final Runnable atEnd;
    private final BadValues badValues;
    private final Map<Integer, ChunkReader> readers = new ConcurrentHashMap<>();
    private final Map<Integer, TableWriter> writers = new ConcurrentHashMap<>();
    private final Queue<DataFile> files = new ConcurrentLinkedQueue<>();
    private final AtomicLong rowsRead = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private @Nullable Snapshot snapshot;

    /**
     * A run that begins.
     *
     * @param snapshot to read chunks in, or null when other steps read
     * @param folder where its files lie until they are uploaded; removed at the end
     * @param atEnd is run when the run has ended, at every {@link #close()}
     */
    public ActiveRun(TableRun plan, @Nullable Snapshot snapshot, Path folder, Runnable atEnd) {
        this.plan = plan;
        this.snapshot = snapshot;
        this.folder = folder;
        this.atEnd = atEnd;
        this.badValues = new BadValues(new RejectsFile(folder, plan.tableId(), plan.runId()));
    }

    public TableRun plan() {
        return plan;
    }

    /** What became of values that their columns' targets cannot hold. */
    public BadValues badValues() {
        return badValues;
    }

    /** Rows that the readers have read so far, those included that a policy rejected. */
    public long rowsRead() {
        return rowsRead.get();
    }

    /** What these rows took on the wire, in bytes. */
    public long bytesRead() {
        return bytesRead.get();
    }

    /** Begins to read a chunk in the run's snapshot; a reader that the chunk had before is given up. */
    public synchronized ChunkReader read(Chunk chunk, BatchLimits limits) {
        if (snapshot == null) {
            throw new IllegalStateException("run " + plan.runId() + " of " + plan.tableId() + " has ended");
        }
        ChunkReader before = readers.remove(chunk.index());
        if (before != null) {
            before.close();
        }
        ChunkReader reader = new ChunkReader(
                snapshot.connection(),
                chunk,
                plan.subject(),
                limits,
                (rows, bytes) -> {
                    rowsRead.addAndGet(rows);
                    bytesRead.addAndGet(bytes);
                },
                badValues);
        readers.put(chunk.index(), reader);
        return reader;
    }

    /**
     * Writes a batch of a chunk.
     *
     * @param last whether the chunk ends with it
     * @return the file that the batch completed, if it did
     */
    public Optional<DataFile> write(int chunk, RowBatch batch, boolean last, WriteOptions options) {
        Optional<DataFile> file = writers.computeIfAbsent(
                        chunk, index -> new TableWriter(folder, String.format("%03d-", index), options))
                .write(batch, last);
        file.ifPresent(files::add);
        return file;
    }

    /** The files that are finished, in the order of their names. */
    public List<DataFile> files() {
        return files.stream().sorted(Comparator.comparing(DataFile::name)).toList();
    }

    /** Ends the reads: the database has nothing to do with the run any more. */
    public synchronized void endReads() {
        readers.values().forEach(ChunkReader::close);
        readers.clear();
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
    }

    @Override
    public void close() {
        endReads();
        writers.values().forEach(TableWriter::close);
        writers.clear();
        badValues.close();
        Staging.delete(folder);
        atEnd.run();
    }
}
