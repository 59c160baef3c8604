package dev.caravan.run;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.Snapshot;
import dev.caravan.plan.TableRun;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.records.RecordShape;
import dev.caravan.write.DataFile;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final ListWriter lists;
    private @Nullable Snapshot snapshot;
    private @Nullable WatchedRows source;
    private boolean closed;

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
        this.lists = new ListWriter(folder);
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

    /**
     * The rows of a source that another step has opened, counted as they are handed out. Once the run has failed they end in
     * that failure, so that nothing more is read.
     *
     * @param rows closed with the run's reads when it can be
     */
    public synchronized Iterator<Object> watch(Iterator<?> rows) {
        WatchedRows watched = new WatchedRows(rows, this, rowsRead::incrementAndGet);
        source = watched;
        return watched;
    }

    /**
     * Writes rows that another step has read into a file of their own.
     *
     * @param rows maps from names to values, or Avro records
     * @param declared the columns, or null when the first list of the run tells them
     * @throws ExportException also when the run has failed before: it will not be published, whatever is written
     */
    public synchronized DataFile write(List<?> rows, @Nullable RecordShape declared, WriteOptions options) {
        if (closed) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "A list of " + rows.size() + " rows came for run " + plan.runId() + " of " + plan.tableId()
                            + ", which has ended.",
                    "Let the aggregator run on #callerWaits and correlate by exchangeProperty.CamelCaravanTry, as"
                            + " examples/plain-eip.camel.yaml does.");
        }
        throwFailure();
        DataFile file = lists.write(rows, declared, options);
        files.add(file);
        if (source == null) {
            rowsRead.addAndGet(rows.size());
        }
        return file;
    }

    /** Remembers that a part of the run failed where nobody was listening; the first failure counts. */
    public void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    /** Throws what {@link #fail} was told, if anything. */
    void throwFailure() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw thrown instanceof ExportException known
                    ? known
                    : new BatchFailed("a batch of run " + plan.runId() + " of " + plan.tableId() + " failed", thrown);
        }
    }

    /**
     * Sees that nothing failed unseen and that no row is still on its way.
     *
     * @throws ExportException when rows are missing or there is no file
     * @throws BatchFailed with the failure of a batch that was remembered
     */
    public synchronized void requireWhole() {
        throwFailure();
        long written = files.stream().mapToLong(DataFile::rows).sum();
        if (source != null && (!source.exhausted() || written != rowsRead.get())) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Run " + plan.runId() + " of " + plan.tableId() + " has read " + rowsRead.get()
                            + (source.exhausted() ? " rows" : " rows and not come to the end")
                            + ", and written " + written + ".",
                    "Let the aggregator run on #callerWaits, complete it eagerly on CamelSplitComplete, and stop the"
                            + " split on exception, as examples/plain-eip.camel.yaml does.");
        }
        if (files.isEmpty() && plan.columns().isEmpty()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Run " + plan.runId() + " of " + plan.tableId() + " has no file.",
                    "Send an empty list to parquet-file with a schema when no row was read, as"
                            + " examples/plain-eip.camel.yaml does.");
        }
    }

    /** The columns of the lists, once the first has come. */
    public synchronized List<Field> listFields() {
        return lists.fields();
    }

    /** The files that are finished, in the order of their names. */
    public List<DataFile> files() {
        return files.stream().sorted(Comparator.comparing(DataFile::name)).toList();
    }

    /** Lets the readers hand out no further batch, because the run has failed; their connections are given back at its end. */
    public void abandonReads() {
        readers.values().forEach(ChunkReader::abandon);
    }

    /** Ends the reads: the database has nothing to do with the run any more. */
    public synchronized void endReads() {
        readers.values().forEach(ChunkReader::close);
        readers.clear();
        if (source != null) {
            source.close();
        }
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        endReads();
        lists.close();
        writers.values().forEach(TableWriter::close);
        writers.clear();
        badValues.close();
        Staging.delete(folder);
        atEnd.run();
    }
}
