package dev.caravan.component.parquetfile;

import dev.caravan.write.Compression;
import dev.caravan.write.WriteOptions;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code parquet-file}. */
@UriParams
public class ParquetFileConfiguration implements Cloneable {
    @UriParam(
            defaultValue = "ZSTD",
            description =
                    "The compression of pages. ZSTD is the smallest that Athena, Spark, Trino and DuckDB all read.")
    private Compression compression = Compression.ZSTD;

    @UriParam(
            defaultValue = "134217728",
            description =
                    "Size in encoded bytes at which a row group ends. 128 MiB is a size that Athena and Spark read well. The writer holds one row group in memory, so it ends earlier where caravan.memory.budget, divided by caravan.runs.maximum and by the readers of the run, is less.")
    private long rowGroupSize = WriteOptions.DEFAULT_ROW_GROUP_BYTES;

    @UriParam(
            defaultValue = "268435456",
            description =
                    "Size in bytes at which a file ends and the next begins. 256 MiB keeps the number of files of a huge table low and the staging folder small. A file ends earlier where its footer and Bloom filters would take more than half of the share of the writer of caravan.memory.budget.")
    private long fileSize = WriteOptions.DEFAULT_FILE_BYTES;

    @UriParam(
            description =
                    "An Avro schema for lists of maps or records (a resource, such as file:orders.avsc). Without it the names and types are derived from the first list of a run; what cannot be derived is refused: a column with only nulls, values of several classes, no row at all. Decimals become decimal(38,s) then.")
    private @Nullable String schema;

    @UriParam(
            description =
                    "Columns with Bloom filters, separated by commas, for readers that look up single values. None by default: a filter takes up to 1 MB for each column and row group, within caravan.memory.budget, and helps no other query. Booleans and binary columns (bytea, geometry, variant) never have one.")
    private @Nullable String bloomFilters;

    public Compression getCompression() {
        return compression;
    }

    public void setCompression(Compression compression) {
        this.compression = compression;
    }

    public long getRowGroupSize() {
        return rowGroupSize;
    }

    public void setRowGroupSize(long rowGroupSize) {
        this.rowGroupSize = rowGroupSize;
    }

    public long getFileSize() {
        return fileSize;
    }

    public void setFileSize(long fileSize) {
        this.fileSize = fileSize;
    }

    public @Nullable String getSchema() {
        return schema;
    }

    public void setSchema(@Nullable String schema) {
        this.schema = schema;
    }

    public @Nullable String getBloomFilters() {
        return bloomFilters;
    }

    public void setBloomFilters(@Nullable String bloomFilters) {
        this.bloomFilters = bloomFilters;
    }

    /** A copy for one endpoint. */
    public ParquetFileConfiguration copy() {
        try {
            return (ParquetFileConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
