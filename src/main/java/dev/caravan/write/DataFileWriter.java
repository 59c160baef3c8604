package dev.caravan.write;

import dev.caravan.batch.RowBatch;
import dev.caravan.encode.ColumnEncoder;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.partition.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
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

    /** What encoders and pages of a leaf take as Java objects, besides the arrays that they count: 2,400 to 2,600 bytes were measured. */
    private static final int HELD_OF_LEAF = 2_600;

    private final Path path;
    private final FileParts parts;
    private final WriteOptions options;
    private final List<ColumnEncoder> columns;
    private final PageSlabs slabs;
    private final GeoParquet geometry;
    private final ChecksummedFile output;
    private final ParquetFileWriter file;
    private @Nullable RowGroup group;
    private long rows;
    private long bytesOnDisk;
    private long bytesKept;
    private boolean finished;

    DataFileWriter(Path path, FileParts parts) {
        this.path = path;
        this.parts = parts;
        this.options = parts.options();
        this.columns = parts.encoders();
        this.slabs = parts.pages();
        this.geometry = new GeoParquet(parts.fields());
        this.output = parts.file(path);
        try {
            this.file = new ParquetFileWriter(
                    output,
                    parts.schema(),
                    ParquetFileWriter.Mode.OVERWRITE,
                    options.rowGroupBytes(),
                    0,
                    null,
                    parts.properties());
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** The batch's rows, after those that came before. */
    void write(RowBatch batch) {
        if (!batch.fields().equals(parts.fields())) {
            throw new ExportException(
                    ErrorCode.SCHEMA_DRIFT,
                    "A batch for " + path.getFileName() + " has the columns " + batch.fields() + " where the file has "
                            + parts.fields() + ".",
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

    /** Bytes that it holds in memory: buffers, dictionaries and pages of the open row group, and what finished ones leave until the end of the file. */
    long held() {
        return (long) HELD_OF_LEAF * parts.leaves().size()
                + columns.stream().mapToLong(ColumnEncoder::held).sum()
                + slabs.held()
                + bytesKept;
    }

    /** Bytes of these that stay until the end of the file. */
    long kept() {
        return (long) HELD_OF_LEAF * parts.leaves().size() + bytesKept;
    }

    /** Ends the open row group, whatever its size, and releases its memory. */
    void endRowGroup() {
        try {
            endGroup();
            columns.forEach(ColumnEncoder::release);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private void endGroup() throws IOException {
        if (group != null && group.rows > 0) {
            start();
            group.flush();
            bytesOnDisk = output.flush();
            bytesKept += columns.stream().mapToLong(ColumnEncoder::kept).sum();
        }
        group = null;
    }

    /** The first bytes go to the disk with the first row group. */
    private void start() throws IOException {
        if (file.getPos() == 0) {
            file.start();
        }
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
            start();
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
        slabs.clear();
        if (!finished) {
            finished = true;
            try {
                output.discard();
                file.close();
            } catch (IOException | RuntimeException e) {
                throw failed(path, e);
            } finally {
                path.toFile().delete();
            }
        }
    }

    static ExportException failed(Path path, Exception fault) {
        return new ExportException(
                ErrorCode.STAGING_FAILED,
                "Writing " + path + ": " + fault.getMessage() + ".",
                "Check that caravan.staging.dir can be written and has room for a file of each table in flight.",
                fault);
    }

    /** The row group that is being filled. */
    private final class RowGroup {
        private final ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                parts.compressor(), parts.schema(), slabs, parts.properties().getColumnIndexTruncateLength());
        private final List<PageWriter> chunks =
                parts.leaves().stream().map(pages::getPageWriter).toList();
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
