package dev.caravan.write;

import dev.caravan.batch.RowBatch;
import java.util.List;

/**
 * Writes the batches of one chunk into files.
 *
 * <p>Not safe for use by several threads at once.
 */
public sealed interface ChunkWriter extends AutoCloseable permits TableWriter, PartitionedWriter {
    /**
     * Writes a batch.
     *
     * @param last whether the chunk ends with it, so that every file is finished whatever its size
     * @return the files that this batch completed
     */
    List<DataFile> take(RowBatch batch, boolean last);

    /** The files that are being written and may be uploaded as far as they are on the disk. */
    List<OpenFile> growing();

    /** Removes files that are not finished. */
    @Override
    void close();
}
