package dev.caravan.write;

import dev.caravan.batch.RowBatch;
import java.util.List;

/** Writes the batches of one chunk into files. Not safe for use by several threads at once. */
public sealed interface ChunkWriter extends AutoCloseable permits TableWriter, PartitionedWriter {
    /**
     * Writes a batch.
     *
     * @param last whether the chunk ends with it, so that its files are finished whatever their size
     * @return the files that this batch completed
     */
    List<DataFile> append(RowBatch batch, boolean last);

    /** The files that are being written and may be so large that parts of them are uploaded already. */
    List<OpenFile> open();

    /** Removes the files that are not finished. */
    @Override
    void close();
}
