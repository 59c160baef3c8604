package dev.caravan.encode;

import java.util.Arrays;

/**
 * The dictionary of one column chunk, and the ids of the open page.
 *
 * <p>Tried on the first page, and dropped if it does not make the page smaller. A dictionary that outgrows a page is closed: pages
 * written by it stay, those that follow are plain. A chunk that ends without one spares the next the attempt, though not for
 * ever, since a table may change from one end to the other.
 */
abstract class Dictionary {
    /** The format's own advice is a page: a larger one no longer pays. */
    private static final int MOST_BYTES = LeafEncoder.PAGE_BYTES;

    /** Bytes that an id comes to with its value's place in the hash table, for the memory that pages take. */
    private static final int ID_BYTES = Integer.BYTES;

    /** Chunks that do without after one that gave its dictionary up. */
    private static final int PAUSE = 7;

    /**
     * Values that come in clusters, as keys of a parent do, repeat within a page but never again: from the third page on, a page of
     * which an eighth is new, and hardly less than of the page before, tells them from a dictionary that fills up.
     */
    private static final int GROWTH_PAGES = 3;

    private static final int MOST_NEW = 8;

    private static final int GROUP = 8;

    /** Places of an empty hash table; a power of two, at most half of which are taken. Few, since a table may have thousands of columns. */
    static final int FIRST_SLOTS = 16;

    /** Spreads keys over the upper bits, by which places are chosen: 2 to the 64 divided by the golden ratio. */
    static final long MIXER = 0x9E3779B97F4A7C15L;

    private int[] ids = new int[0];
    private int count;
    private int pagesWritten;
    private int sizeBefore;
    private int addedBefore;
    private boolean open;
    private int pause;

    /** Distinct values. */
    abstract int size();

    /** Bytes that the dictionary's page takes. */
    abstract long bytes();

    /** Writes the distinct values plain, in the order of their ids. */
    final void writeKeys(PageBytes out) {
        for (int id = 0; id < size(); id++) {
            writeKey(id, out);
        }
    }

    /** Writes one distinct value plain. */
    abstract void writeKey(int id, PageBytes out);

    /** Forgets all values. */
    abstract void clear();

    /** Releases the index from values to ids: from now on the values are only written. */
    abstract void close();

    /** Bytes that the distinct values and their hash table take in memory. */
    abstract long heldByValues();

    /** Begins a column chunk. */
    void begin() {
        clear();
        count = 0;
        pagesWritten = 0;
        sizeBefore = 0;
        addedBefore = 0;
        open = pause == 0;
        pause = Math.max(0, pause - 1);
    }

    /** Whether values are appended to it. */
    boolean isOpen() {
        return open;
    }

    /** Whether a page of the chunk refers to it. */
    boolean isUsed() {
        return pagesWritten > 0;
    }

    /** Bytes that it takes in memory. */
    long held() {
        return heldByValues() + (long) Integer.BYTES * ids.length;
    }

    /** Releases what the open page needed; called between pages. */
    void release() {
        ids = new int[0];
    }

    /** Bytes that the open page comes to by it, the distinct values included. */
    long idBytes() {
        return (long) ID_BYTES * count + (open ? bytes() : 0);
    }

    /** Room for so many more ids; the caller writes them from {@link #count()} on and says so by {@link #added}. */
    int[] room(int more) {
        int wanted = count + more + GROUP - 1;
        if (ids.length < wanted) {
            ids = Arrays.copyOf(ids, Math.max(wanted, ids.length + (ids.length >> 1)));
        }
        return ids;
    }

    int count() {
        return count;
    }

    void added(int more) {
        count += more;
    }

    /** Whether the open page is smaller by it; asked once, on the first page, and told by size alone later on. */
    boolean paysFor(long plainBytes) {
        return pagesWritten > 0 || bytes() + (long) count * width() / Byte.SIZE < plainBytes;
    }

    /** Writes the open page's values plain instead, and does without until the chunk ends. */
    void giveUp(PageBytes plain) {
        for (int i = 0; i < count; i++) {
            writeKey(ids[i], plain);
        }
        count = 0;
        open = false;
        pause = PAUSE;
        clear();
    }

    private int width() {
        return HybridRuns.width(Math.max(0, size() - 1));
    }

    /** Writes the open page's ids as Parquet has them: their width, then the runs. */
    void writeIds(PageBytes out) {
        out.reserve(1);
        out.put(width());
        HybridRuns.encode(ids, count, width(), out);
        pagesWritten++;
    }

    /** Ends the page; a dictionary that has grown too large, or goes on growing as it did, serves no further one. */
    void endPage() {
        int added = size() - sizeBefore;
        boolean grows = pagesWritten >= GROWTH_PAGES && added > count / MOST_NEW && added > addedBefore * 3L / 4;
        if (open && (bytes() > MOST_BYTES || grows)) {
            open = false;
            pause = PAUSE;
            close();
        }
        sizeBefore = size();
        addedBefore = added;
        count = 0;
    }

    /** How far a hash is shifted to be a place among so many. */
    static int shift(int slots) {
        return Long.SIZE - Integer.numberOfTrailingZeros(slots);
    }
}
