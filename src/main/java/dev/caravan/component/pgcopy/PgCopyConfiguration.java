package dev.caravan.component.pgcopy;

import dev.caravan.batch.RowBatch;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of {@code pg-copy}. */
@UriParams
public class PgCopyConfiguration implements Cloneable {
    @UriParam(
            defaultValue = "5000",
            description = "The most rows of a batch. 5000 keeps a batch of usual rows within the caches of a CPU.")
    private int batchRows = RowBatch.DEFAULT_ROWS;

    @UriParam(
            defaultValue = "8388608",
            description =
                    "The most bytes of a batch on the wire. 8 MiB, so that wide rows do not fill the memory; a larger single row is a batch of its own.")
    private int batchBytes = RowBatch.DEFAULT_BYTES;

    public int getBatchRows() {
        return batchRows;
    }

    public void setBatchRows(int batchRows) {
        this.batchRows = batchRows;
    }

    public int getBatchBytes() {
        return batchBytes;
    }

    public void setBatchBytes(int batchBytes) {
        this.batchBytes = batchBytes;
    }

    /** A copy for one endpoint. */
    public PgCopyConfiguration copy() {
        try {
            return (PgCopyConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
