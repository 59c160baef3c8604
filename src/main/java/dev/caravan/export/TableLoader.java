package dev.caravan.export;

/** Puts a table's routes into the context before it runs, and takes them out when it has ended. */
public interface TableLoader {
    /** The routes are there already, and stay. */
    TableLoader NONE = tableId -> () -> {};

    /** What was put into the context, until it is closed. */
    interface Loaded extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Loads a table.
     *
     * @throws dev.caravan.error.ExportException when it cannot be loaded
     */
    Loaded load(String tableId);
}
