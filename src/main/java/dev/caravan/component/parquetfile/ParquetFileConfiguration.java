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
                    "When a row group ends, in encoded bytes. 128 MB is what Athena and Spark read best in one piece; the writer holds one in memory, so it ends earlier where caravan.memory.budget, divided by caravan.runs.maximum and by the readers of the run, is less.")
    private long rowGroupSize = WriteOptions.DEFAULT_ROW_GROUP_BYTES;

    @UriParam(
            defaultValue = "268435456",
            description =
                    "When a file ends and the next begins, in bytes. 256 MB keeps the files of a huge table few and the staging folder small. It ends earlier where its footer and Bloom filters would take more than half of the writer's share of caravan.memory.budget.")
    private long fileSize = WriteOptions.DEFAULT_FILE_BYTES;

    @UriParam(
            description =
                    "An Avro schema for lists of maps or records (a resource, e.g. file:orders.avsc). Without it the first list of a run tells names and types, and is refused where it cannot: a column that holds only nulls, values of several classes, no row at all. Decimals are decimal(38,s) then.")
    private @Nullable String schema;

    @UriParam(
            description =
                    "Columns with Bloom filters, separated by commas, for readers that look up one value at a time (WHERE id = …). None by default: filters cost up to 1 MB a column and row group, which caravan.memory.budget bounds, and no other query gains by them. Booleans and binary columns (bytea, geometry, variant) never have one.")
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
