package dev.caravan.run;

import dev.caravan.batch.Field;
import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.TableRun;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BadValues;
import dev.caravan.records.RecordShape;
import dev.caravan.write.DataFile;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run whose rows other steps read, from any source, and hand over in lists. */
public final class ListRun extends ActiveRun {
    private final Queue<DataFile> files = new ConcurrentLinkedQueue<>();
    private final AtomicLong rowsRead = new AtomicLong();
    private final ListWriter lists;
    private @Nullable WatchedRows source;
    private long rowLimit = Long.MAX_VALUE;
    private boolean isClosed;

    /**
     * A run that begins.
     *
     * @param folder where its files lie until they are uploaded; removed at the end
     * @param atEnd is run when the run has ended, at every {@link #close()}
     */
    public ListRun(TableRun plan, Path folder, Runnable atEnd) {
        super(plan, folder, atEnd);
        this.lists = new ListWriter(folder);
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
        if (isClosed) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "A list of " + Count.of(rows.size(), "row") + " came for run " + plan().runId() + " of "
                            + plan().tableId() + ", which has ended.",
                    "Let the aggregator run on #callerWaits and correlate by exchangeProperty.CamelCaravanAttempt, as"
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

    @Override
    public long rowsRead() {
        return rowsRead.get();
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public int readers() {
        return 1;
    }

    @Override
    public BadValues badValues() {
        return BadValues.NONE;
    }

    @Override
    public synchronized List<Field> inferredFields() {
        return lists.fields();
    }

    @Override
    Stream<DataFile> finishedFiles() {
        return files.stream();
    }

    @Override
    List<ReadChunk> readChunks() {
        return List.of();
    }

    @Override
    List<ColumnSum> sums() {
        return List.of();
    }

    @Override
    public synchronized void requireWhole() {
        throwFailure();
        WatchedRows rows = source;
        if (rows != null) {
            requireAllRows(rows);
        }
        if (files.isEmpty()) {
            throw incomplete(
                    ErrorCode.BAD_CONFIGURATION,
                    " has no file.",
                    "Send an empty list to parquet-file with a schema when no row was read, as"
                            + " examples/plain-eip.camel.yaml does.");
        }
    }

    private void requireAllRows(WatchedRows rows) {
        long written = files.stream().mapToLong(DataFile::rows).sum();
        if (!rows.exhausted() || written != rowsRead()) {
            throw incomplete(
                    ErrorCode.BAD_CONFIGURATION,
                    " has read " + Count.of(rowsRead(), "row") + (rows.exhausted() ? "" : " and not come to the end")
                            + ", and written " + Count.of(written, "row") + ".",
                    "Let the aggregator run on #callerWaits, complete it eagerly on CamelSplitComplete, and stop the"
                            + " split on exception, as examples/plain-eip.camel.yaml does.");
        }
        if (rowsRead() == rowLimit) {
            throw incomplete(
                    ErrorCode.BAD_CONFIGURATION,
                    " has read " + Count.of(rowsRead(), "row")
                            + ", as many as its endpoint hands out at most, so there may be more.",
                    "Remove the limit (template.maxRows, statement.maxRows, readSize) from the endpoint; to read only a part,"
                            + " write LIMIT into the statement.");
        }
    }

    /** Does nothing: the rows end in the failure of the run. */
    @Override
    public void abandonReads() {}

    /** Does nothing: the route uploads whole files. */
    @Override
    public void abortUploads() {}

    @Override
    public synchronized void endReads() {
        if (source != null) {
            source.close();
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        lists.close();
        super.close();
    }
}
