package dev.caravan.roundtrip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The values of each leaf of a Parquet file, row by row, read without any shortcut. */
final class LeafContents {
    private final List<Group> rows;

    private LeafContents(List<Group> rows) {
        this.rows = rows;
    }

    static LeafContents read(Path file) throws IOException {
        List<Group> rows = new ArrayList<>();
        try (ParquetFileReader reader = PlainPages.open(file)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    rows.add(records.read());
                }
            }
        }
        return new LeafContents(rows);
    }

    /** Of each row the values of this leaf; a single null where the leaf is NULL or its parent is. */
    List<List<@Nullable Object>> of(ColumnDescriptor leaf) {
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (Group row : rows) {
            List<@Nullable Object> found = new ArrayList<>();
            collect(row, leaf, 0, found);
            if (found.isEmpty()) {
                found.add(null);
            }
            values.add(found);
        }
        return values;
    }

    private static void collect(Group group, ColumnDescriptor leaf, int depth, List<@Nullable Object> out) {
        String name = leaf.getPath()[depth];
        for (int i = 0; i < group.getFieldRepetitionCount(name); i++) {
            if (depth == leaf.getPath().length - 1) {
                out.add(value(group, name, i, leaf));
            } else {
                collect(group.getGroup(name, i), leaf, depth + 1, out);
            }
        }
    }

    private static Object value(Group group, String name, int index, ColumnDescriptor leaf) {
        return switch (leaf.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> group.getInteger(name, index);
            case INT64 -> group.getLong(name, index);
            case FLOAT -> group.getFloat(name, index);
            case DOUBLE -> group.getDouble(name, index);
            case BOOLEAN -> group.getBoolean(name, index);
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
                group.getBinary(name, index).copy();
        };
    }
}
