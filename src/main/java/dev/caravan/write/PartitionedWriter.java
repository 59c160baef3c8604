package dev.caravan.write;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.partition.Partition;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.RowPartitions;
import dev.caravan.plan.OptionList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of one chunk into files that each hold rows of one partition.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PartitionedWriter implements ChunkWriter {
    private final Path folder;
    private final String prefix;
    private final WriteOptions options;
    private final Partitioning partitioning;
    private final PartitionBounds bounds;
    private final String subject;
    private final RowPartitions.Listener listener;
    private final List<DataFile> completed = new ArrayList<>();
    private @Nullable Chunk chunk;
    private int again;

    /** What follows from the columns of the first batch. */
    private record Chunk(List<Field> read, RowPartitions partitions, PartitionedRows rows, OpenPartitions files) {}

    /**
     * A writer of no file yet.
     *
     * @param folder where the files lie until they are uploaded, without folders of their partitions; made when missing
     * @param prefix the beginning of every file's name in the folder of its partition
     * @param subject what is read, for messages
     * @param listener is told of values that no folder can be named after
     */
    public PartitionedWriter(
            Path folder,
            String prefix,
            WriteOptions options,
            Partitioning partitioning,
            PartitionBounds bounds,
            String subject,
            RowPartitions.Listener listener) {
        this.folder = folder;
        this.prefix = prefix;
        this.options = options;
        this.partitioning = partitioning;
        this.bounds = bounds;
        this.subject = subject;
        this.listener = listener;
    }

    @Override
    public List<DataFile> take(RowBatch batch, boolean last) {
        Chunk known = chunk == null ? begin(batch.fields()) : chunk;
        chunk = known;
        requireSame(batch.fields(), known.read());
        completed.clear();
        if (batch.rows() > 0) {
            RowPartitions partitions = known.partitions();
            known.rows().divide(batch, partitions.of(batch), partitions.count());
            for (int i = 0; i < known.rows().size(); i++) {
                known.files().write(known.rows().partition(i), known.rows().rows(i));
            }
        }
        again = known.files().again();
        if (last) {
            end(known);
        }
        return List.copyOf(completed);
    }

    private Chunk begin(List<Field> read) {
        PartitionedRows rows = new PartitionedRows(partitioning, read);
        requireInFiles(read);
        RowPartitions partitions = new RowPartitions(partitioning, read, subject, listener);
        SlabPool slabs = new SlabPool();
        FileParts parts = new FileParts(folder, rows.fields(), options, slabs, bounds.files());
        OpenPartitions files = new OpenPartitions(
                parts,
                slabs,
                bounds,
                prefix,
                (number, file) -> completed.add(finished(partitions.partition(number), file)));
        return new Chunk(read, partitions, rows, files);
    }

    private DataFile finished(Partition partition, OpenPartitions.Open file) {
        return file.writer().finish(partitioning.folder(partition) + file.name(), partition);
    }

    private void requireInFiles(List<Field> read) {
        List<String> outside = read.stream()
                .map(Field::name)
                .filter(options.bloomFilters()::contains)
                .filter(name -> !partitioning.isInFiles(name))
                .toList();
        if (!outside.isEmpty()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "bloomFilters names " + OptionList.write(outside) + ", by which " + subject
                            + " is partitioned: its values are in the names of the folders, and not in the files.",
                    "Remove it from bloomFilters; readers find the files of a value by their folder.");
        }
    }

    private void requireSame(List<Field> now, List<Field> before) {
        if (!now.equals(before)) {
            throw new ExportException(
                    ErrorCode.SCHEMA_DRIFT,
                    "A batch of " + subject + " has the columns " + now + " where those before it had " + before + ".",
                    "Give every batch of a run the same columns and types.");
        }
    }

    /** A chunk without rows has a file nevertheless, in the folder of all NULLs: a table always has its columns. */
    private void end(Chunk known) {
        if (known.partitions().count() == 0) {
            Partition nulls =
                    new Partition(Collections.nCopies(partitioning.levels().size(), null));
            completed.add(finished(nulls, known.files().next()));
        }
        known.files().finishAll();
        close();
    }

    /** None: what is uploaded before its end would keep the files of other partitions waiting. */
    @Override
    public List<OpenFile> growing() {
        return List.of();
    }

    /** How many files are open. */
    int open() {
        return chunk == null ? 0 : chunk.files().size();
    }

    /** Bytes that all open files hold in memory. */
    long held() {
        return chunk == null ? 0 : chunk.files().held();
    }

    /** How many files were ended for want of room, and rows of their partition came later. */
    public int again() {
        return again;
    }

    @Override
    public void close() {
        if (chunk != null) {
            chunk.files().close();
            chunk = null;
        }
    }
}
