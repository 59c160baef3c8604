package dev.caravan.write;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;

/** What a finished file says of itself when it is opened again: the only row count that is believed. */
record Footer(long rows, int bytes, List<ColumnSummary> columns) {
    /** Hadoop's own configuration would read XML files from the class path. */
    private static final ParquetReadOptions WITHOUT_HADOOP =
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

    /** Longer values are cut in the manifest; the file has them in full. */
    private static final int MOST_CHARACTERS = 64;

    static Footer read(Path path) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(path), WITHOUT_HADOOP)) {
            ParquetMetadata metadata = reader.getFooter();
            // Not by its text: a column "a.b" and the field b of a struct a have the same.
            Map<ColumnPath, List<ColumnChunkMetaData>> byColumn = new HashMap<>();
            for (BlockMetaData block : metadata.getBlocks()) {
                for (ColumnChunkMetaData chunk : block.getColumns()) {
                    byColumn.computeIfAbsent(chunk.getPath(), column -> new ArrayList<>())
                            .add(chunk);
                }
            }
            List<ColumnSummary> columns = new ArrayList<>();
            byColumn.forEach((column, chunks) -> columns.add(summary(column.toDotString(), chunks)));
            columns.sort(Comparator.comparing(ColumnSummary::column));
            return new Footer(reader.getRecordCount(), length(path), columns);
        }
    }

    /** With what follows it, to the end of the file. */
    private static int length(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] tail = new byte[FooterRows.TAIL];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            return FooterRows.length(tail);
        }
    }

    private static ColumnSummary summary(String name, List<ColumnChunkMetaData> chunks) {
        long bytes = 0;
        long nulls = 0;
        Statistics<?> merged = null;
        boolean bounded = true;
        for (ColumnChunkMetaData chunk : chunks) {
            bytes += chunk.getTotalSize();
            Statistics<?> statistics = chunk.getStatistics();
            nulls = nulls < 0 || !statistics.isNumNullsSet() ? -1 : nulls + statistics.getNumNulls();
            if (statistics.hasNonNullValue()) {
                merged = merged == null ? statistics : wider(merged, statistics);
            } else if (statistics.getNumNulls() != chunk.getValueCount()) {
                bounded = false;
            }
        }
        if (!bounded) {
            merged = null;
        }
        return new ColumnSummary(
                name,
                nulls,
                bytes,
                merged == null ? null : cut(merged.minAsString()),
                merged == null ? null : cut(merged.maxAsString()));
    }

    private static Statistics<?> wider(Statistics<?> one, Statistics<?> other) {
        Statistics<?> both = one.copy();
        both.mergeStatistics(other);
        return both;
    }

    private static @Nullable String cut(@Nullable String value) {
        return value == null || value.length() <= MOST_CHARACTERS ? value : value.substring(0, MOST_CHARACTERS) + "…";
    }
}
