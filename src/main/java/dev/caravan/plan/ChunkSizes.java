package dev.caravan.plan;

/**
 * Into how many chunks a table of some size is cut.
 *
 * @param readers how many chunks are read side by side, at most
 * @param least minimum bytes of a chunk, TOASTed values included
 * @param most maximum bytes of a chunk of a large table: what is read again after a lost connection
 * @param columns the most that the files of all readers together may have
 */
public record ChunkSizes(int readers, long least, long most, long columns) {
    /** Everything is one chunk. */
    public static final ChunkSizes ONE_CHUNK = new ChunkSizes(1, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * 128 MiB: what one reader reads in about a second, and what becomes a file of some 30 to 60 MB. Below, a further reader saves
     * less than is noticed, and its file is too small to be read well.
     */
    private static final long WORTH_A_CHUNK = 128L << 20;

    /** 8 MiB for an explicit number of readers: a chunk has to outweigh the opening of a connection. */
    private static final long ASKED_FOR = 8L << 20;

    /** 8 GiB: about a minute of one reader, and several files of the usual size, of which only the last is short. */
    private static final long READ_AGAIN = 8L << 30;

    /** 8 KiB of a row group: with the default heap of {@code export}, four readers have it up to about 550 columns and two up to 1,100. */
    private static final long MEMORY_OF_COLUMN = 8L << 10;

    public ChunkSizes {
        if (readers < 1 || least < 1 || most < least) {
            throw new IllegalArgumentException(
                    "no chunks can be cut with readers=" + readers + ", least=" + least + ", most=" + most);
        }
    }

    /**
     * For as many readers as a table file names.
     *
     * @param readers 0 for as many as there are cores, and then only for tables that are worth it
     */
    public static ChunkSizes of(int readers) {
        return readers > 0
                ? new ChunkSizes(readers, ASKED_FOR, READ_AGAIN, Long.MAX_VALUE)
                : new ChunkSizes(Runtime.getRuntime().availableProcessors(), WORTH_A_CHUNK, READ_AGAIN, Long.MAX_VALUE);
    }

    /** The same with so many readers. */
    ChunkSizes with(int readersThere) {
        return new ChunkSizes(readersThere, least, most, columns);
    }

    /**
     * The same within memory for row groups. Below its part of that, a column has so few bytes in a row group that readers gain nothing by
     * it, and more readers would only make more row groups.
     */
    public ChunkSizes within(long memory) {
        return new ChunkSizes(readers, least, most, memory / MEMORY_OF_COLUMN);
    }

    /** The same for a table of so many columns: with fewer readers where the files of all would have too many. */
    ChunkSizes forColumns(int columnsOfTable) {
        return with((int) Math.max(1, Math.min(readers, columns / Math.max(1, columnsOfTable))));
    }

    /**
     * The number of chunks of a table: as many as there are readers, fewer where it is small, and a multiple of the readers where
     * it is so large that reading one again would be dear.
     */
    int count(long bytes) {
        long rounds = Math.max(0, bytes - 1) / readers / most + 1;
        return (int) (rounds > 1 ? readers * rounds : Math.max(1, Math.min(readers, bytes / least)));
    }
}
