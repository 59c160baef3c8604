package dev.caravan.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a table is cut into.
 *
 * @param sources what follows FROM in the SELECTs whose rows are those of a chunk
 * @param range which rows these are, for people; empty for all
 */
record Cut(List<String> sources, String range) {
    Cut {
        sources = List.copyOf(sources);
    }

    /** The SELECT of the chunk. */
    String select(String list) {
        return sources.stream()
                .map(source -> "SELECT " + list + " FROM " + source)
                .collect(Collectors.joining("\nUNION ALL "));
    }
}
