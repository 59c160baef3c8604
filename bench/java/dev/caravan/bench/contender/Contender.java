package dev.caravan.bench.contender;

import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.measure.Cost;

/** One way to bring a table out of PostgreSQL. */
public interface Contender extends AutoCloseable {
    /** What it is called on the command line and in the JSON. */
    String name();

    /** What it is called in tables and pictures. */
    String label();

    /** Brings the table out once, and says what that took. */
    Cost run(LoadedTable table);

    /** What the last run has brought out. */
    Output output(LoadedTable table);

    /** Runs that are not measured come first: a process that stays grows faster with them. */
    default boolean warmsUp() {
        return false;
    }

    /** Its values must be the table's, and are compared with them. */
    default boolean isCaravan() {
        return false;
    }

    @Override
    default void close() {}
}
