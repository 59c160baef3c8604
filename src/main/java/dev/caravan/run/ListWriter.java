package dev.caravan.run;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.records.RecordShape;
import dev.caravan.write.DataFile;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes lists of rows, each into a file of its own, all in the shape of the first. */
final class ListWriter implements AutoCloseable {
    /** Names count the lists, so that another try of the run overwrites what this one uploads. */
    private static final String PREFIX = "list-";

    private final Path folder;
    private @Nullable RecordShape shape;
    private @Nullable TableWriter writer;
    private long rowsBefore;

    ListWriter(Path folder) {
        this.folder = folder;
    }

    DataFile write(List<?> rows, @Nullable RecordShape declared, WriteOptions options) {
        RecordShape known = shape;
        if (known == null) {
            known = declared == null ? RecordShape.inferred(rows) : declared;
        }
        RowBatch batch = known.batch(rows, rowsBefore);
        shape = known;
        TableWriter files = writer == null ? new TableWriter(folder, PREFIX, options) : writer;
        writer = files;
        try {
            DataFile file =
                    files.write(batch, true).orElseThrow(() -> new IllegalStateException("a last batch ends its file"));
            rowsBefore += file.rows();
            return file;
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** The columns, once the first list has come. */
    List<Field> fields() {
        return shape == null ? List.of() : shape.fields();
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
