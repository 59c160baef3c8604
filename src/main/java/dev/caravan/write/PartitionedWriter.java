package dev.caravan.write;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.partition.Partition;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.RowPartitions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the batches of one chunk into a file for each partition. Few files are open at the same moment, and what they hold in memory is
 * bounded: the one that was used least recently is finished for a new one, and its partition gets another file when it is met again.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PartitionedWriter implements ChunkWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionedWriter.class);

    /** Each takes a file handle, and some 10 KB for each of its columns. */
    private static final int MOST_OPEN = 256;

    /** Of a chunk whose rows come partition by partition; a few are out of order where the server has other rules of a time zone. */
    private static final int MOST_OPEN_IN_ORDER = 16;

    /** Bytes that wait for the disk in each file. */
    private static final int OUTPUT_BUFFER = 16 << 10;

    /** So many files more than partitions, and such a part of all, are told in the log. */
    private static final int MANY_AGAIN = 100;

    private static final int PART_AGAIN = 10;

    /**
     * What a chunk is divided into.
     *
     * @param partitioning of its table
     * @param subject what is read, for messages
     * @param isInOrder whether the rows of a partition come one after the other
     */
    public record Division(Partitioning partitioning, String subject, boolean isInOrder) {}

    private final Path folder;
    private final String prefix;
    private final WriteOptions options;
    private final Division division;
    private final RowPartitions.Listener listener;
    private final int mostOpen;
    /** By the number of the partition, the least recently used first. */
    private final Map<Integer, DataFileWriter> open = new LinkedHashMap<>(16, 0.75F, true);

    private final List<PageSlabs> spare = new ArrayList<>();
    private final List<Boolean> closedEarly = new ArrayList<>();
    private @Nullable RowPartitions partitions;
    private @Nullable BatchParts parts;
    private int files;
    private int again;

    /**
     * A writer of no file yet.
     *
     * @param folder where the files lie until they are uploaded; made when missing
     * @param prefix the beginning of every file's name
     * @param listener is told of values that count as NULL since no folder can be named after them
     */
    public PartitionedWriter(
            Path folder, String prefix, WriteOptions options, Division division, RowPartitions.Listener listener) {
        this(folder, prefix, options, division, listener, division.isInOrder() ? MOST_OPEN_IN_ORDER : MOST_OPEN);
    }

    PartitionedWriter(
            Path folder,
            String prefix,
            WriteOptions options,
            Division division,
            RowPartitions.Listener listener,
            int mostOpen) {
        this.folder = folder;
        this.prefix = prefix;
        this.options = options;
        this.division = division;
        this.listener = listener;
        this.mostOpen = mostOpen;
    }

    @Override
    public List<DataFile> append(RowBatch batch, boolean last) {
        List<DataFile> finished = new ArrayList<>();
        RowPartitions known = partitions(batch);
        BatchParts divided = parts(batch);
        divided.divide(known.of(batch), known.count());
        for (int partition : divided.partitions()) {
            write(partition, divided.part(batch, partition), finished);
        }
        if (last) {
            if (files == 0 && open.isEmpty()) {
                finished.add(empty(divided.part(batch)));
            }
            finishAll(finished);
            tell(known.count());
        }
        return finished;
    }

    private RowPartitions partitions(RowBatch batch) {
        RowPartitions known = partitions;
        if (known == null) {
            known = new RowPartitions(division.partitioning(), batch.fields(), division.subject(), listener);
            partitions = known;
        }
        return known;
    }

    private BatchParts parts(RowBatch batch) {
        BatchParts known = parts;
        if (known == null) {
            known = new BatchParts(batch.fields(), division.partitioning());
            parts = known;
        }
        return known;
    }

    private void write(int partition, RowBatch rows, List<DataFile> finished) {
        DataFileWriter writer = open.get(partition);
        if (writer == null) {
            makeRoom(mostOpen - 1, Long.MAX_VALUE, finished);
            writer = writer(rows.fields());
            open.put(partition, writer);
            countAgain(partition);
        }
        writer.write(rows);
        if (writer.bytes() >= options.fileBytes() || writer.isFull()) {
            open.remove(partition);
            finished.add(finish(partition, writer));
        } else {
            makeRoom(mostOpen, options.memoryBytes(), finished);
        }
    }

    private DataFileWriter writer(List<Field> fields) {
        PageSlabs slabs = spare.isEmpty() ? new PageSlabs() : spare.remove(spare.size() - 1);
        DataFileWriter writer = new DataFileWriter(folder.resolve(name(files)), fields, options, slabs, OUTPUT_BUFFER);
        files++;
        return writer;
    }

    /** Finishes files, the least recently used first, until so many are open at most, which hold so much at most; one may hold more. */
    private void makeRoom(int most, long bytes, List<DataFile> finished) {
        long held = bytes == Long.MAX_VALUE ? 0 : held();
        Iterator<Map.Entry<Integer, DataFileWriter>> leastRecent =
                open.entrySet().iterator();
        while (open.size() > most || (held > bytes && open.size() > 1)) {
            Map.Entry<Integer, DataFileWriter> entry = leastRecent.next();
            held -= entry.getValue().held();
            leastRecent.remove();
            finished.add(finish(entry.getKey(), entry.getValue()));
            while (closedEarly.size() <= entry.getKey()) {
                closedEarly.add(false);
            }
            closedEarly.set(entry.getKey(), true);
        }
    }

    private void countAgain(int partition) {
        if (partition < closedEarly.size() && closedEarly.get(partition)) {
            again++;
        }
    }

    private DataFile finish(int partition, DataFileWriter writer) {
        Partition values = Objects.requireNonNull(partitions).partition(partition);
        String local = writer.path().getFileName().toString();
        DataFile file = writer.finish(division.partitioning().folder(values) + local, values);
        spare.add(writer.slabs());
        return file;
    }

    private void finishAll(List<DataFile> finished) {
        open.forEach((partition, writer) -> finished.add(finish(partition, writer)));
        open.clear();
    }

    /** A table without rows has its columns all the same. */
    private DataFile empty(RowBatch rows) {
        Partition nulls = new Partition(
                Collections.nCopies(division.partitioning().levels().size(), null));
        DataFileWriter writer = writer(rows.fields());
        writer.write(rows);
        return writer.finish(
                division.partitioning().folder(nulls) + writer.path().getFileName(), nulls);
    }

    private void tell(int count) {
        if (again > MANY_AGAIN && again > files / PART_AGAIN) {
            LOG.warn(
                    "Of {} files for {} partitions of {}, {} were begun again since no more could be open. Set sortBy to the columns of"
                            + " partitionBy, so that the rows of a partition come together, or make the partitions larger",
                    files,
                    count,
                    division.subject(),
                    again);
        }
    }

    private String name(int index) {
        return String.format(Locale.ROOT, "%s%05d.parquet", prefix, index);
    }

    /** None: many are written side by side, and the file of a partition is seldom so large before it is finished. */
    @Override
    public List<OpenFile> open() {
        return List.of();
    }

    /** How many files are open. */
    int openFiles() {
        return open.size();
    }

    /** Bytes that it holds in memory. */
    long held() {
        return open.values().stream().mapToLong(DataFileWriter::held).sum();
    }

    /** How many files were begun for a partition whose file had been finished for want of room. */
    int begunAgain() {
        return again;
    }

    @Override
    public void close() {
        open.values().forEach(DataFileWriter::close);
        open.clear();
    }
}
