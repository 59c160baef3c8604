package dev.caravan.bench.contender;

import dev.caravan.bench.measure.ProgramFailed;
import dev.caravan.local.demo.LakeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run brought out.
 *
 * @param rows as an independent reader counts them in the files, or as the server counted what it sent
 * @param bytes of the files, or of the stream
 * @param files a pattern of the files, or null where nothing is kept
 */
public record Output(long rows, long bytes, @Nullable Path files) {

    /** Parquet files in a folder. */
    static Output ofFolder(Path folder) {
        Path pattern = folder.resolve("*.parquet");
        try (Stream<Path> found = Files.list(folder);
                LakeFiles reader = new LakeFiles(folder)) {
            long bytes = 0;
            for (Path file :
                    found.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                bytes += Files.size(file);
            }
            return new Output(reader.countFiles(pattern), bytes, pattern);
        } catch (IOException e) {
            throw new ProgramFailed("there are no files of it", e);
        }
    }
}
