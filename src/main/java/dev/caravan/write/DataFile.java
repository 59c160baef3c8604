package dev.caravan.write;

import dev.caravan.partition.Partition;
import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * One finished Parquet file.
 *
 * @param path where it lies on the local disk until it is uploaded
 * @param name its name in the lake, below the folder of its run; that of a partition begins with the folder of the partition
 * @param partition whose rows it holds
 * @param rows as its footer counts them
 * @param bytes its length
 * @param footerBytes length of its footer with what follows it, to the end of the file
 * @param crc32c the checksum of its bytes, eight hexadecimal digits
 * @param crc32 another checksum of its bytes; with the first and the length it tells whether two files are the same
 * @param columns what the footer says of each leaf column
 */
public record DataFile(
        Path path,
        String name,
        Partition partition,
        long rows,
        long bytes,
        int footerBytes,
        String crc32c,
        String crc32,
        List<ColumnSummary> columns) {
    /** A run of more files has partitions; what is said of the columns of each would be most of its memory, and of its manifest. */
    public static final int MOST_SUMMARIZED = 2_000;

    public DataFile {
        columns = List.copyOf(columns);
    }

    /** The same without what its footer says of columns, which of very many files would take more memory than all else. */
    public DataFile withoutColumns() {
        return new DataFile(path, name, partition, rows, bytes, footerBytes, crc32c, crc32, List.of());
    }

    /** The local file, as the uploading step wants it. */
    public File file() {
        return path.toFile();
    }
}
