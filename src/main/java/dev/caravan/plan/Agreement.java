package dev.caravan.plan;

import java.util.List;

/** What a table's columns are held against before anything is read. */
@FunctionalInterface
public interface Agreement {
    /** Nothing is agreed on: the columns are what the source has. */
    Agreement NONE = (subject, live) -> new Settled(live, List.of());

    /**
     * Settles which columns are read, and in which order.
     *
     * @param subject what is read, for the sentence of a failure
     * @param live the columns that the table file chose, as the source has them now
     * @throws dev.caravan.error.ExportException when they differ in a way that is not allowed
     */
    Settled settle(String subject, List<Column> live);

    /**
     * What was settled.
     *
     * @param columns those to read
     * @param drift how the live ones differ from what was agreed on; empty when they do not
     */
    record Settled(List<Column> columns, List<Difference> drift) {
        public Settled {
            columns = List.copyOf(columns);
            drift = List.copyOf(drift);
        }
    }
}
