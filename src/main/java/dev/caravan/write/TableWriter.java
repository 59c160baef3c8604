package dev.caravan.write;

import dev.caravan.batch.RowBatch;
import dev.caravan.partition.Partition;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of one chunk into files, and starts the next file when one has reached its size.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class TableWriter implements ChunkWriter {
    private static final int ONE_FILE = 1;

    private final Path folder;
    private final String prefix;
    private final WriteOptions options;
    private final SlabPool slabs = new SlabPool();
    private @Nullable FileParts parts;
    private @Nullable DataFileWriter open;
    private int index;

    /**
     * A writer of no file yet.
     *
     * @param folder where the files lie until they are uploaded; made when missing
     * @param prefix the beginning of every file's name
     */
    public TableWriter(Path folder, String prefix, WriteOptions options) {
        this.folder = folder;
        this.prefix = prefix;
        this.options = options;
    }

    /**
     * Writes a batch.
     *
     * @param last whether the chunk ends with it, so that its file is finished whatever its size
     * @return the file that this batch completed, if it did
     */
    public Optional<DataFile> write(RowBatch batch, boolean last) {
        DataFileWriter writer = open;
        if (writer == null) {
            FileParts known = parts == null ? new FileParts(folder, batch.fields(), options, slabs, ONE_FILE) : parts;
            parts = known;
            writer = known.open(name());
            open = writer;
        }
        writer.write(batch);
        Optional<DataFile> file =
                last || writer.bytes() >= options.fileBytes() || writer.isFull() ? finish() : Optional.empty();
        if (last) {
            release();
        }
        return file;
    }

    @Override
    public List<DataFile> take(RowBatch batch, boolean last) {
        return write(batch, last).stream().toList();
    }

    /** Finishes the file that is open, if one is. */
    public Optional<DataFile> finish() {
        DataFileWriter writer = open;
        if (writer == null) {
            return Optional.empty();
        }
        DataFile file = writer.finish(name(), Partition.NONE);
        open = null;
        index++;
        return Optional.of(file);
    }

    @Override
    public List<OpenFile> growing() {
        return Optional.ofNullable(open)
                .map(writer -> new OpenFile(folder.resolve(name()), name(), writer.bytesOnDisk()))
                .stream()
                .toList();
    }

    private String name() {
        return String.format(Locale.ROOT, "%s%05d.parquet", prefix, index);
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
        release();
    }

    /** Releases what the files of a chunk share; a further list of rows begins anew. */
    private void release() {
        if (parts != null) {
            parts.close();
            parts = null;
        }
    }
}
