package dev.caravan.run;

import dev.caravan.write.DataFile;
import java.util.List;

/**
 * A chunk that was read whole.
 *
 * @param index its position among the chunks of the run, from 0
 * @param range which rows these are, for people; empty for all
 * @param rows as its reader counted
 * @param files that it brought
 */
public record ReadChunk(int index, String range, long rows, List<DataFile> files) {
    public ReadChunk {
        files = List.copyOf(files);
    }
}
