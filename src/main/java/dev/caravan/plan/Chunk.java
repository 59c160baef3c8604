package dev.caravan.plan;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table that one connection reads. Plain and serializable, so that another process may read it.
 *
 * @param index position among the chunks of the run, from 0
 * @param select the SELECT whose rows are the chunk's, with every cast that the types need
 * @param range which rows these are, for people: ranges of pages or keys; empty for all
 * @param columns the columns of the SELECT, in its order; after them come those that are {@link Column#isReadAsText}, once more, and
 *     the hashes that the proof names
 * @param isComputed whether views, functions or conditions work its rows out, which may read what no lock keeps
 * @param key the names of the columns that tell a row from the others; empty when no such columns are read
 * @param proof how its values are proven; null when they are not
 * @param isMasked whether values of the table must not leave the server, so that its errors must not quote them
 * @param isByPartition whether the server sends the rows of a partition one after the other
 */
public record Chunk(
        int index,
        String select,
        String range,
        List<Column> columns,
        boolean isComputed,
        List<String> key,
        @Nullable ChunkProof proof,
        boolean isMasked,
        boolean isByPartition)
        implements Serializable {
    public Chunk {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
