package dev.caravan.proof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads a finished file again, by parquet-java's own readers, and adds up the hashes of the values that its pages hold.
 *
 * @param rows that the row groups say they have
 * @param columns in the order of the file
 */
public record FileSums(long rows, List<ColumnSum> columns) {
    /** Hadoop's own configuration would read XML files from the class path. */
    private static final ParquetReadOptions WITHOUT_HADOOP = ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Decompressors())
            .usePageChecksumVerification()
            .build();

    public FileSums {
        columns = List.copyOf(columns);
    }

    /**
     * The sums of a file, one column after the other, so that no more than one chunk of a column is in memory.
     *
     * @throws DamagedFile when it is no Parquet file, or a page of it cannot be decoded
     */
    public static FileSums of(InputFile file) {
        String reading = "";
        try (ParquetFileReader reader = ParquetFileReader.open(file, WITHOUT_HADOOP)) {
            refuseOutside(reader.getRowGroups(), file.getLength());
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            List<ColumnSum> sums = new ArrayList<>();
            for (Type column : schema.getFields()) {
                reading = column.getName();
                sums.add(sum(reader, new MessageType(schema.getName(), column), column));
            }
            return new FileSums(reader.getRecordCount(), sums);
        } catch (IOException | RuntimeException e) {
            throw new DamagedFile(reading, e);
        }
    }

    /** parquet-java allocates what a footer says of a chunk before it reads, and a process out of memory could not tell the file. */
    private static void refuseOutside(List<BlockMetaData> groups, long fileBytes) throws IOException {
        for (BlockMetaData group : groups) {
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                long from = chunk.getStartingPos();
                long bytes = chunk.getTotalSize();
                if (from < 0 || bytes < 0 || bytes > fileBytes || from > fileBytes - bytes) {
                    throw new IOException("column " + chunk.getPath().toDotString() + " has " + bytes
                            + " bytes from byte " + from + " on, in a file of " + fileBytes + " bytes");
                }
            }
        }
    }

    private static ColumnSum sum(ParquetFileReader reader, MessageType projection, Type column) throws IOException {
        reader.setRequestedSchema(projection);
        ColumnSum sum = ColumnSum.none(column.getName());
        for (int block = 0; block < reader.getRowGroups().size(); block++) {
            PageReadStore pages = reader.readRowGroup(block);
            if (pages == null) {
                continue;
            }
            String createdBy = reader.getFooter().getFileMetaData().getCreatedBy();
            HashSum added = column.isPrimitive()
                    ? flat(pages, projection, createdBy)
                    : nested(pages, projection, column, createdBy);
            sum = sum.plus(added.values(), added.sum());
        }
        return sum;
    }

    private static HashSum flat(PageReadStore pages, MessageType projection, String createdBy) {
        ColumnDescriptor descriptor = projection.getColumns().get(0);
        LeafSum values = new LeafSum(descriptor.getPrimitiveType());
        ColumnReader column =
                new ColumnReadStoreImpl(pages, new Row(values), projection, createdBy).getColumnReader(descriptor);
        int present = descriptor.getMaxDefinitionLevel();
        for (long left = pages.getRowCount(); left > 0; left--) {
            if (column.getCurrentDefinitionLevel() == present) {
                column.writeCurrentValueToConverter();
            }
            column.consume();
        }
        return values.sum();
    }

    private static HashSum nested(PageReadStore pages, MessageType projection, Type column, String createdBy) {
        RecordReader<Group> rows = new ColumnIOFactory(createdBy)
                .getColumnIO(projection)
                .getRecordReader(pages, new GroupRecordConverter(projection));
        HashSum sum = new HashSum();
        for (long left = pages.getRowCount(); left > 0; left--) {
            Group row = rows.read();
            if (row.getFieldRepetitionCount(0) > 0) {
                sum.add(NestedHash.of(column, row, 0));
            }
        }
        return sum;
    }

    /** Rows of one column. */
    private static final class Row extends GroupConverter {
        private final Converter column;

        Row(Converter column) {
            this.column = column;
        }

        @Override
        public Converter getConverter(int field) {
            return column;
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
