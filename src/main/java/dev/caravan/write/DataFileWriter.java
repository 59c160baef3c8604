package dev.caravan.write;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.encode.ColumnEncoder;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.partition.Partition;
import dev.caravan.plan.OptionList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Parquet file, batch by batch, column by column. Holds one row group in memory, and of those that are written what stands
 * at the end of the file: statistics, page indexes and Bloom filters.
 *
 * <p>Not safe for use by several threads at once. {@link #close()} without {@link #finish} removes the file.
 */
final class DataFileWriter implements AutoCloseable {
    /** Open pages are not compressed yet; where a table has very many columns they end early, for this part of the row group's memory. */
    private static final int MOST_PENDING = 4;

    /**
     * Dictionaries, which stay until the row group ends, may take so many shares. Row groups are measured by the bytes of their values in the
     * file; in memory, hash tables included, dictionaries take two to four times as much, and most row groups have none that are full.
     */
    private static final int MOST_DICTIONARIES = 3;

    /** What an encoder needs for some hundred values. */
    private static final long LEAST_OF_LEAF = 6L << 10;

    private final Path path;
    private final List<Field> fields;
    private final WriteOptions options;
    private final MessageType schema;
    private final ParquetProperties properties;
    private final List<ColumnEncoder> columns;
    private final Compression.Pages compressor;
    private final PageSlabs slabs;
    private final int outputBuffer;
    private final GeoParquet geometry;
    private final ChecksummedFile output;
    private final ParquetFileWriter file;
    private @Nullable RowGroup group;
    private long rows;
    private long bytesOnDisk;
    private long bytesKept;
    private boolean finished;

    /**
     * A file without rows yet.
     *
     * @param outputBuffer how many bytes wait for the disk
     */
    DataFileWriter(Path path, List<Field> fields, WriteOptions options, PageSlabs slabs, int outputBuffer) {
        this.path = path;
        this.fields = fields;
        this.options = options;
        this.slabs = slabs;
        this.outputBuffer = outputBuffer;
        requireColumns(fields, options.bloomFilters());
        this.schema = ParquetSchema.of(fields);
        this.properties = ParquetProperties.builder()
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withPageWriteChecksumEnabled(false)
                .build();
        requireRoom(schema.getColumns().size(), options.memoryBytes());
        FilterSizes filters = new FilterSizes(schema.getColumns(), options);
        this.compressor = options.compression().compressor();
        this.columns = ColumnEncoder.of(fields, schema.getColumns(), filters::of, compressor::expect);
        this.geometry = new GeoParquet(fields);
        this.output = new ChecksummedFile(path, outputBuffer);
        try {
            PrivateFiles.createFolders(Objects.requireNonNull(path.getParent(), "a folder"));
            this.file = new ParquetFileWriter(
                    output, schema, ParquetFileWriter.Mode.OVERWRITE, options.rowGroupBytes(), 0, null, properties);
            file.start();
        } catch (IOException e) {
            compressor.release();
            throw failed(path, e);
        }
    }

    private static void requireColumns(List<Field> fields, Set<String> named) {
        List<String> names = fields.stream().map(Field::name).toList();
        if (!names.containsAll(named)) {
            throw new ExportException(
                    ErrorCode.NO_SUCH_COLUMN,
                    "bloomFilters names "
                            + OptionList.write(named.stream()
                                    .filter(name -> !names.contains(name))
                                    .sorted()
                                    .toList())
                            + ", which the table does not have.",
                    "Its columns are " + OptionList.write(names) + "; write them as they are here.");
        }
    }

    /** The budget is a quarter of the heap by default, so four times the share is the whole heap. */
    private static void requireRoom(int leaves, long memory) {
        long least = LEAST_OF_LEAF * leaves;
        if (least / 4 > memory) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    String.format(
                            Locale.ROOT,
                            "The table has %,d columns, counting each field of composite values, whose buffers take %,d bytes; a writer's share of caravan.memory.budget is %,d.",
                            leaves,
                            least,
                            memory),
                    "Leave columns out (exclude), raise the heap (-Xmx) or caravan.memory.budget, or lower readers and"
                            + " caravan.runs.maximum, among which it is divided.");
        }
    }

    /** The batch's rows, after those that came before. */
    void write(RowBatch batch) {
        if (!batch.fields().equals(fields)) {
            throw new ExportException(
                    ErrorCode.SCHEMA_DRIFT,
                    "A batch for " + path.getFileName() + " has the columns " + batch.fields() + " where the file has "
                            + fields + ".",
                    "Give every batch of a run the same columns and types; a schema on the endpoint fixes them.");
        }
        try {
            if (group == null) {
                group = new RowGroup();
            }
            group.write(batch);
            geometry.see(batch);
            rows += batch.rows();
            if (group.bytes() >= options.rowGroupBytes() || !group.fits()) {
                endGroup();
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** Bytes on disk and in the open row group: how large the file would be if it ended now. */
    long bytes() {
        try {
            return file.getPos() + (group == null ? 0 : group.bytes());
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private void endGroup() throws IOException {
        if (group != null && group.rows > 0) {
            group.flush();
            bytesOnDisk = output.flush();
            bytesKept += columns.stream().mapToLong(ColumnEncoder::kept).sum();
        }
        group = null;
    }

    /** Bytes that it holds in memory: the open row group with its buffers, what is kept until the end of the file, and what waits for the disk. */
    long held() {
        return outputBuffer + bytesKept + (group == null ? 0 : group.bytes() + group.held());
    }

    /** Where it lies on the local disk. */
    Path path() {
        return path;
    }

    /** The memory of its pages, which another file may have when this one is finished. */
    PageSlabs slabs() {
        return slabs;
    }

    /** Whether the file has to end because of what it holds in memory until then. */
    boolean isFull() {
        return bytesKept >= options.memoryBytes();
    }

    /** Bytes of finished row groups, which are in the file already. */
    long bytesOnDisk() {
        return bytesOnDisk;
    }

    /**
     * Ends the file and opens it again to see that it holds what was written.
     *
     * @param name what the file is called in the lake
     * @param partition whose rows it holds
     */
    DataFile finish(String name, Partition partition) {
        try {
            endGroup();
            file.end(geometry.metadata());
            finished = true;
            Footer footer = Footer.read(path);
            if (footer.rows() != rows) {
                throw new ExportException(
                        ErrorCode.INTERNAL,
                        path.getFileName() + " says it holds " + footer.rows() + " rows where " + rows
                                + " were written.",
                        "Nothing was published; report this with the manifest of the last good run.");
            }
            return new DataFile(
                    path,
                    name,
                    partition,
                    rows,
                    Files.size(path),
                    footer.bytes(),
                    output.checksum(),
                    output.crc32(),
                    footer.columns());
        } catch (IOException e) {
            throw failed(path, e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        compressor.release();
        if (!finished) {
            finished = true;
            try {
                file.close();
            } catch (IOException | RuntimeException e) {
                throw failed(path, e);
            } finally {
                path.toFile().delete();
            }
        }
    }

    private static ExportException failed(Path path, Exception fault) {
        return new ExportException(
                ErrorCode.STAGING_FAILED,
                "Writing " + path + ": " + fault.getMessage() + ".",
                "Check that caravan.staging.dir can be written and has room for a file of each table in flight.",
                fault);
    }

    /** The row group that is being filled. */
    private final class RowGroup {
        private final ColumnChunkPageWriteStore pages =
                new ColumnChunkPageWriteStore(compressor, schema, slabs, properties.getColumnIndexTruncateLength());
        private final List<PageWriter> chunks =
                schema.getColumns().stream().map(pages::getPageWriter).toList();
        private long rows;

        RowGroup() {
            columns.forEach(column -> column.begin(pages));
        }

        void write(RowBatch batch) throws IOException {
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).write(batch.columns().get(i), batch.rows());
            }
            rows += batch.rows();
            if (pending() > options.rowGroupBytes() / MOST_PENDING) {
                for (ColumnEncoder column : columns) {
                    column.endPages();
                }
            }
        }

        /** Whether what the columns hold besides finished pages is within the writer's memory, after giving buffers up where it is not. */
        boolean fits() throws IOException {
            if (held() <= options.memoryBytes()) {
                return true;
            }
            for (ColumnEncoder column : columns) {
                column.endPages();
                column.release();
            }
            return held() <= MOST_DICTIONARIES * options.memoryBytes();
        }

        private long held() {
            return columns.stream().mapToLong(ColumnEncoder::held).sum();
        }

        private long pending() {
            return columns.stream().mapToLong(ColumnEncoder::pending).sum();
        }

        long bytes() {
            return pending() + chunks.stream().mapToLong(PageWriter::getMemSize).sum();
        }

        void flush() throws IOException {
            for (ColumnEncoder column : columns) {
                column.end();
            }
            file.startBlock(rows);
            pages.flushToFileWriter(file);
            file.endBlock();
            pages.close();
            slabs.clear();
        }
    }
}
