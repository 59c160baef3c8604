package dev.caravan.write;

import dev.caravan.batch.Field;
import dev.caravan.encode.ColumnEncoder;
import dev.caravan.encode.Scratch;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.OptionList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.schema.MessageType;

/**
 * What the files of a chunk have in common: their schema, and what works for one of them at a time, such as the compressor.
 *
 * <p>Not safe for use by several threads at once.
 */
final class FileParts implements AutoCloseable {
    /** What an encoder needs for some hundred values. */
    private static final long LEAST_OF_LEAF = 6L << 10;

    private static final ParquetProperties PROPERTIES = ParquetProperties.builder()
            .withWriterVersion(WriterVersion.PARQUET_1_0)
            .withPageWriteChecksumEnabled(false)
            .build();

    private final Path folder;
    private final List<Field> fields;
    private final WriteOptions options;
    private final MessageType schema;
    private final List<ColumnDescriptor> leaves;
    private final FilterSizes filters;
    private final Compression.Pages compressor;
    private final Scratch scratch = new Scratch();
    private final SlabPool slabs;
    private final OutputBuffer buffer = new OutputBuffer();

    /**
     * Of files with these columns.
     *
     * @param folder where the files lie until they are uploaded; made when missing
     * @param files how many are open at the same moment at the most
     */
    FileParts(Path folder, List<Field> fields, WriteOptions options, SlabPool slabs, int files) {
        this.folder = folder;
        this.fields = fields;
        this.options = options;
        this.slabs = slabs;
        requireColumns(fields, options.bloomFilters());
        this.schema = ParquetSchema.of(fields);
        this.leaves = List.copyOf(schema.getColumns());
        requireRoom(leaves.size(), options.memoryBytes());
        this.filters = new FilterSizes(leaves, options, files);
        try {
            PrivateFiles.createFolders(folder);
        } catch (IOException e) {
            throw DataFileWriter.failed(folder, e);
        }
        this.compressor = options.compression().compressor();
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

    /** Begins a file of this name. */
    DataFileWriter open(String name) {
        return new DataFileWriter(folder.resolve(name), this);
    }

    List<Field> fields() {
        return fields;
    }

    WriteOptions options() {
        return options;
    }

    MessageType schema() {
        return schema;
    }

    /** The leaves of the schema, in its order. */
    List<ColumnDescriptor> leaves() {
        return leaves;
    }

    ParquetProperties properties() {
        return PROPERTIES;
    }

    Compression.Pages compressor() {
        return compressor;
    }

    /** The encoders of one file. */
    List<ColumnEncoder> encoders() {
        return ColumnEncoder.of(fields, leaves, scratch, filters::of, compressor::expect);
    }

    /** The memory for the pages of one file. */
    PageSlabs pages() {
        return new PageSlabs(slabs);
    }

    /** What goes to the disk. */
    ChecksummedFile file(Path path) {
        return new ChecksummedFile(path, buffer);
    }

    @Override
    public void close() {
        compressor.release();
    }
}
