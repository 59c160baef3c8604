package dev.caravan.run;

import dev.caravan.batch.Field;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.TableRun;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BadValues;
import dev.caravan.write.DataFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run between its plan and its end: its source, its files, its counts.
 *
 * <p>Closing it gives everything back, at any moment and more than once.
 */
public abstract sealed class ActiveRun implements AutoCloseable permits ChunkedRun, ListRun {
    private final TableRun plan;
    private final Path folder;
    private final Runnable atEnd;
    private final long begun = System.nanoTime();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * A run that begins.
     *
     * @param folder where its files lie until they are uploaded; removed at the end
     * @param atEnd is run when the run has ended, at every {@link #close()}
     */
    ActiveRun(TableRun plan, Path folder, Runnable atEnd) {
        this.plan = plan;
        this.folder = folder;
        this.atEnd = atEnd;
    }

    public final TableRun plan() {
        return plan;
    }

    final Path folder() {
        return folder;
    }

    final String name() {
        return "Run " + plan.runId() + " of " + plan.tableId();
    }

    /** Rows read so far, those included that a policy rejected. */
    public abstract long rowsRead();

    /** What these rows took on the wire, in bytes; 0 where another step reads. */
    public abstract long bytesRead();

    /** How many connections read in parallel. */
    public abstract int readers();

    /** Values that their columns' targets cannot hold. */
    public abstract BadValues badValues();

    /** The columns of a run whose plan has none, once the first rows have come. */
    public abstract List<Field> inferredFields();

    abstract Stream<DataFile> finishedFiles();

    /**
     * Fails unless every row that was read is in a finished file.
     *
     * @throws ExportException when rows are missing or there is no file
     * @throws BatchFailed with the failure of a batch that was remembered
     */
    public abstract void requireWhole();

    /** Ends the reads before their next batch, because the run has failed; connections are given back at its end. */
    public abstract void abandonReads();

    /** Forgets what was uploaded of files that are not complete: the process ends, and will not wait for the run. */
    public abstract void abortUploads();

    /** Ends the reads: the source has nothing to do with the run any more. */
    public abstract void endReads();

    /** Gives back what other runs may use, once nothing is read any more: this run waits for them before it is published. */
    public final void yieldTurn() {
        atEnd.run();
    }

    /** Remembers that a part of the run failed where nobody was listening; the first failure counts. */
    public final void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    /** Throws what {@link #fail} was told, if anything. */
    final void throwFailure() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw thrown instanceof ExportException known
                    ? known
                    : new BatchFailed("a batch of run " + plan.runId() + " of " + plan.tableId() + " failed", thrown);
        }
    }

    final ExportException incomplete(ErrorCode code, String what, String hint) {
        return new ExportException(code, name() + what, hint);
    }

    /**
     * The files that are finished, in the order of their names, which is the order of the table. A file without rows counts only when
     * no other has any: a range of pages may hold none, but a table has its columns.
     */
    public final List<DataFile> files() {
        List<DataFile> all =
                finishedFiles().sorted(Comparator.comparing(DataFile::name)).toList();
        List<DataFile> filled = all.stream().filter(file -> file.rows() > 0).toList();
        return filled.isEmpty() ? all.subList(0, Math.min(1, all.size())) : filled;
    }

    /** What each connection has read. */
    abstract List<ReadChunk> readChunks();

    /** What the values of its files add up to, column by column; empty when that is not proven. */
    abstract List<ColumnSum> sums();

    /** What the run has brought; after {@link #endReads}. */
    public final ReadRun read() {
        return new ReadRun(
                plan,
                inferredFields(),
                rowsRead(),
                badValues(),
                files(),
                readChunks(),
                sums(),
                Duration.ofNanos(System.nanoTime() - begun));
    }

    @Override
    public synchronized void close() {
        endReads();
        Staging.delete(folder);
        atEnd.run();
    }
}
