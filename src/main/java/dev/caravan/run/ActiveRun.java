package dev.caravan.run;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.TableRun;
import dev.caravan.read.BadValues;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.records.RecordShape;
import dev.caravan.source.Readers;
import dev.caravan.upload.UploadRoutes;
import dev.caravan.write.DataFile;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run between its plan and its end: holds the snapshot, the readers and the open file of each chunk, and counts.
 *
 * <p>Closing it gives everything back, at any moment and more than once.
 */
public final class ActiveRun implements AutoCloseable {
    private final TableRun plan;
    private final Path folder;
    private final Runnable atEnd;
    private final @Nullable ChunkReads chunks;
    private final Queue<DataFile> listFiles = new ConcurrentLinkedQueue<>();
    private final AtomicLong sourceRows = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final ListWriter lists;
    private @Nullable WatchedRows source;
    private long rowLimit = Long.MAX_VALUE;
    private boolean closed;

    /**
     * A run that begins.
     *
     * @param readers of its chunks, or null when other steps read
     * @param folder where its files lie until they are uploaded; removed at the end
     * @param atEnd is run when the run has ended, at every {@link #close()}
     */
    public ActiveRun(TableRun plan, @Nullable Readers readers, Path folder, Runnable atEnd) {
        this.plan = plan;
        this.folder = folder;
        this.atEnd = atEnd;
        this.chunks = readers == null ? null : new ChunkReads(plan, readers, folder);
        this.lists = new ListWriter(folder);
    }

    public TableRun plan() {
        return plan;
    }

    /** What became of values that their columns' targets cannot hold. */
    public BadValues badValues() {
        return BadValues.sum(reads().map(read -> read.badValues().total()).toList());
    }

    /** Rows that the readers have read so far, those included that a policy rejected. */
    public long rowsRead() {
        return sourceRows.get() + reads().mapToLong(ChunkRead::rows).sum();
    }

    /** What these rows took on the wire, in bytes. */
    public long bytesRead() {
        return reads().mapToLong(ChunkRead::bytes).sum();
    }

    /** How many chunks are read side by side. */
    public int readers() {
        return chunks == null ? 1 : chunks.readers();
    }

    private Stream<ChunkRead> reads() {
        return chunks == null ? Stream.empty() : chunks.all().stream();
    }

    private ChunkReads chunks() {
        if (chunks == null) {
            throw new IllegalStateException("run " + plan.runId() + " of " + plan.tableId() + " has no chunks");
        }
        return chunks;
    }

    /**
     * The chunks in their order, each as soon as there is a connection for it. They end where the run ends; a null before the end says
     * that it has ended.
     */
    public Iterator<@Nullable Chunk> turns() {
        return chunks().turns();
    }

    /**
     * Begins to read a chunk in the run's snapshot; what an earlier read of it has brought is given up: files, counts, bad values.
     *
     * @throws ExportException also when the run has ended, or its snapshot is gone
     */
    public ChunkReader read(Chunk chunk, BatchLimits limits) {
        return chunks().read(chunk, limits);
    }

    /** The caller's thread works on a chunk from now on; the run does not end before it is {@link #ended}. */
    public void begun(int chunk) {
        chunks().begin(chunk);
    }

    /** No thread works on the chunk any more, whatever became of it. */
    public void ended(int chunk) {
        chunks().end(chunk);
    }

    /** Whether a chunk whose read broke can be read again in the run's snapshot. */
    public boolean mayReadAgain(int chunk) {
        return chunks != null && chunks.mayReadAgain(chunk);
    }

    /**
     * Writes a batch of a chunk.
     *
     * @param last whether the chunk ends with it
     * @return the file that the batch completed, if it did
     */
    public Optional<DataFile> write(int chunk, RowBatch batch, boolean last, WriteOptions options) {
        return reading(chunk).write(batch, last, options);
    }

    /**
     * Uploads, on another thread, what the last batch of a chunk has brought: the file that it completed, or else the parts of the one
     * that is open.
     *
     * @throws Exception with which an upload of the chunk ended
     */
    public void upload(int chunk, @Nullable DataFile finished, UploadRoutes routes) throws Exception {
        reading(chunk).upload(finished, routes);
    }

    /**
     * Waits until no file of the chunk is uploaded any more.
     *
     * @throws Exception with which an upload ended
     */
    public void awaitUploads(int chunk) throws Exception {
        reading(chunk).uploads().await();
    }

    /** Forgets what was uploaded of files that are not complete: the process ends, and will not wait for the run. */
    public void abortUploads() {
        reads().forEach(read -> read.uploads().abort());
    }

    private ChunkRead reading(int chunk) {
        ChunkRead read = chunks().of(chunk);
        if (read == null) {
            throw new IllegalStateException("chunk " + chunk + " of " + plan.tableId() + " is not being read");
        }
        return read;
    }

    /**
     * The rows of a source that another step has opened, counted as they are handed out. Once the run has failed they end in
     * that failure, so that nothing more is read.
     *
     * @param rows closed with the run's reads when it can be
     * @param limit how many rows the source hands out at most; as many rows may not be all there are
     */
    public synchronized Iterator<Object> watch(Iterator<?> rows, long limit) {
        rowLimit = limit;
        WatchedRows watched = new WatchedRows(rows, this, sourceRows::incrementAndGet);
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
                    "A list of " + Count.of(rows.size(), "row") + " came for run " + plan.runId() + " of "
                            + plan.tableId() + ", which has ended.",
                    "Let the aggregator run on #callerWaits and correlate by exchangeProperty.CamelCaravanTry, as"
                            + " examples/plain-eip.camel.yaml does.");
        }
        throwFailure();
        DataFile file = lists.write(rows, declared, options);
        listFiles.add(file);
        if (source == null) {
            sourceRows.addAndGet(rows.size());
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
        if (chunks != null && !chunks.isWhole()) {
            throw new ExportException(
                    ErrorCode.INTERNAL,
                    "Run " + plan.runId() + " of " + plan.tableId()
                            + " comes to its end with chunks that are not read whole.",
                    "Let every chunk that pg-table plans go through pg-copy and parquet-file, as the template table-to-lake"
                            + " does.");
        }
        long written = listFiles.stream().mapToLong(DataFile::rows).sum();
        if (source != null && (!source.exhausted() || written != rowsRead())) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Run " + plan.runId() + " of " + plan.tableId() + " has read " + Count.of(rowsRead(), "row")
                            + (source.exhausted() ? "" : " and not come to the end")
                            + ", and written " + Count.of(written, "row") + ".",
                    "Let the aggregator run on #callerWaits, complete it eagerly on CamelSplitComplete, and stop the"
                            + " split on exception, as examples/plain-eip.camel.yaml does.");
        }
        if (source != null && sourceRows.get() == rowLimit) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Run " + plan.runId() + " of " + plan.tableId() + " has read " + Count.of(rowsRead(), "row")
                            + ", as many as its endpoint hands out at most, so there may be more.",
                    "Remove the limit (template.maxRows, statement.maxRows, readSize) from the endpoint; to read only a part,"
                            + " write LIMIT into the statement.");
        }
        if (listFiles.isEmpty() && plan.columns().isEmpty()) {
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

    /**
     * The files that are finished, in the order of their names, which is the order of the table. A file without rows counts only when
     * no other has any: a range of pages may hold none, but a table has its columns.
     */
    public List<DataFile> files() {
        List<DataFile> all = Stream.concat(listFiles.stream(), reads().flatMap(read -> read.files().stream()))
                .sorted(Comparator.comparing(DataFile::name))
                .toList();
        List<DataFile> filled = all.stream().filter(file -> file.rows() > 0).toList();
        return filled.isEmpty() ? all.subList(0, Math.min(1, all.size())) : filled;
    }

    /** Lets the readers hand out no further batch, because the run has failed; their connections are given back at its end. */
    public void abandonReads() {
        reads().forEach(ChunkRead::abandon);
    }

    /** Lets the reader of a chunk hand out no further batch, because the read has failed. */
    public void abandonRead(int chunk) {
        ChunkRead read = chunks == null ? null : chunks.of(chunk);
        if (read != null) {
            read.abandon();
        }
    }

    /** Ends the reads: the database has nothing to do with the run any more. */
    public synchronized void endReads() {
        if (chunks != null) {
            chunks.close();
        }
        if (source != null) {
            source.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        endReads();
        lists.close();
        Staging.delete(folder);
        atEnd.run();
    }
}
