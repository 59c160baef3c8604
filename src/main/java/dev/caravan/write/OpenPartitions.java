package dev.caravan.write;

import dev.caravan.batch.RowBatch;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The open files of a chunk, one for each partition, bounded in number and in memory. Where there are too many, the file that was not written
 * into for the longest time is finished; its partition gets another one when it is met again.
 *
 * <p>Not safe for use by several threads at once.
 */
final class OpenPartitions implements AutoCloseable {
    /**
     * A row group of less memory is not worth to be ended alone. With more, the largest one is ended before any file is: a file of several
     * small row groups costs readers less than as many files.
     */
    private static final long LEAST_ROW_GROUP = 1L << 20;

    private final Map<Integer, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private final BitSet ended = new BitSet();
    private final FileParts parts;
    private final SlabPool slabs;
    private final PartitionBounds bounds;
    private final String prefix;
    private final BiConsumer<Integer, Open> finisher;
    private int files;
    private int again;
    private long held;

    /** A file that is being written. */
    static final class Open {
        private final DataFileWriter writer;
        private final String name;
        private long held;

        Open(DataFileWriter writer, String name) {
            this.writer = writer;
            this.name = name;
        }

        DataFileWriter writer() {
            return writer;
        }

        /** Its name without the folder of its partition. */
        String name() {
            return name;
        }
    }

    /**
     * No file yet.
     *
     * @param slabs of the parts
     * @param prefix the beginning of every file's name
     * @param finisher finishes the file of a partition
     */
    OpenPartitions(
            FileParts parts,
            SlabPool slabs,
            PartitionBounds bounds,
            String prefix,
            BiConsumer<Integer, Open> finisher) {
        this.parts = parts;
        this.slabs = slabs;
        this.bounds = bounds;
        this.prefix = prefix;
        this.finisher = finisher;
    }

    /** Writes rows of one partition into its file. */
    void write(int partition, RowBatch rows) {
        Open file = open.get(partition);
        if (file == null) {
            if (open.size() >= bounds.files()) {
                endOldest();
            }
            file = begin(partition);
        }
        file.writer.write(rows);
        account(file);
        if (file.writer.bytes() >= parts.options().fileBytes() || file.writer.isFull()) {
            finish(partition);
        } else {
            makeRoom(file);
        }
    }

    private Open begin(int partition) {
        if (ended.get(partition)) {
            ended.clear(partition);
            again++;
        }
        Open file = next();
        open.put(partition, file);
        return file;
    }

    /** A file that is written by the caller alone. */
    Open next() {
        String name = String.format(Locale.ROOT, "%s%05d.parquet", prefix, files++);
        return new Open(parts.open(name), name);
    }

    private void account(Open file) {
        held -= file.held;
        file.held = file.writer.held();
        held += file.held;
    }

    private void makeRoom(Open written) {
        while (held() > parts.options().memoryBytes()) {
            if (slabs.freeBytes() > 0) {
                slabs.release();
                continue;
            }
            Open largest = bounds.areRowsByPartition() ? null : largest();
            if (largest != null && largest.held - largest.writer.kept() >= LEAST_ROW_GROUP) {
                endRowGroup(largest);
            } else if (open.size() > 1) {
                endOldest();
            } else {
                endRowGroup(written);
                return;
            }
        }
    }

    private @Nullable Open largest() {
        Open largest = null;
        long most = 0;
        for (Open file : open.values()) {
            long bytes = file.held - file.writer.kept();
            if (bytes > most) {
                most = bytes;
                largest = file;
            }
        }
        return largest;
    }

    private void endRowGroup(Open file) {
        file.writer.endRowGroup();
        account(file);
    }

    private void endOldest() {
        int oldest = open.keySet().iterator().next();
        ended.set(oldest);
        finish(oldest);
    }

    private void finish(int partition) {
        Open file = open.remove(partition);
        if (file == null) {
            throw new IllegalStateException("no file of partition " + partition);
        }
        held -= file.held;
        finisher.accept(partition, file);
    }

    /** Finishes every file. */
    void finishAll() {
        while (!open.isEmpty()) {
            finish(open.keySet().iterator().next());
        }
    }

    /** How many files are open. */
    int size() {
        return open.size();
    }

    /** Bytes that all files hold in memory, and what they share. */
    long held() {
        return held + slabs.freeBytes() + OutputBuffer.held();
    }

    /** How many files were ended for want of room, and rows of their partition came later. */
    int again() {
        return again;
    }

    @Override
    public void close() {
        Iterator<Open> left = open.values().iterator();
        while (left.hasNext()) {
            left.next().writer.close();
            left.remove();
        }
        parts.close();
    }
}
