package dev.caravan.plan;

import java.io.Serializable;
import java.util.List;

/**
 * A part of a table that one connection reads. Plain and serializable, so that another process may read it.
 *
 * @param index position among the chunks of the run, from 0
 * @param select the SELECT whose rows are the chunk's, with every cast that the types need
 * @param columns the columns of the SELECT, in its order
 */
public record Chunk(int index, String select, List<Column> columns) implements Serializable {
    public Chunk {
        columns = List.copyOf(columns);
    }
}
