package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One look at the bucket: every file below the targets, and what tables they make. */
final class BucketCrawl {
    private final Bucket bucket;
    private final Map<String, TableFolder> folders = new TreeMap<>();

    BucketCrawl(Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * Lists the targets and reads the footer of each file.
     *
     * @return the tables, by location
     * @throws CrawlFailure when the bucket is missing, or a file is unreadable or does not fit to the others
     */
    Collection<TableFolder> look(JsonNode s3Targets) {
        for (JsonNode each : s3Targets) {
            CrawlTarget target = CrawlTarget.of(each);
            for (S3Object object : bucket.list(target.bucket(), target.prefix())) {
                if (target.takes(object.key(), object.size())) {
                    take(target, object);
                }
            }
        }
        return folders.values();
    }

    private void take(CrawlTarget target, S3Object object) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CrawlFailure("The crawl was stopped");
        }
        String relative = target.relative(object.key());
        String folder = relative.substring(0, relative.lastIndexOf('/') + 1);
        String table = TableFolder.tablePart(folder);
        String partition = folder.substring(table.length());
        String location = "s3://" + target.bucket() + "/" + target.prefix() + table;
        InputFile file = bucket.file(target.bucket(), object);
        ParquetMetadata footer = footer(file);
        long rows = footer.getBlocks().stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
        folders.computeIfAbsent(location, TableFolder::new)
                .add(
                        file.toString(),
                        partition.isEmpty() ? "" : partition.substring(0, partition.length() - 1),
                        footer.getFileMetaData().getSchema(),
                        new TableFolder.Totals(rows, 1, object.size()));
    }

    private static ParquetMetadata footer(InputFile file) {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (SeekableInputStream in = file.newStream()) {
            return ParquetFileReader.readFooter(file, options, in);
        } catch (IOException | RuntimeException e) {
            throw new CrawlFailure("Unable to read " + file + " as Parquet: " + e.getMessage(), e);
        }
    }
}
