package dev.caravan.encode;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilterWriter;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the values of one leaf into data pages of version 1, which every reader knows: with a dictionary while it pays, else
 * plain.
 *
 * <p>Works a batch at a time. A page ends with a row, at 20,000 rows or 1 MB.
 */
abstract class LeafEncoder {
    /** parquet-java's default: page indexes stay fine enough to skip by. */
    private static final int PAGE_ROWS = 20_000;

    /** 1 MB, the format's own advice: small enough to skip by, large enough to compress. */
    static final int PAGE_BYTES = 1 << 20;

    /** What the entry of a chunk in the footer and its page indexes take as Java objects until the file ends: 810 to 890 bytes were measured, with one page. */
    private static final int KEPT_OF_CHUNK = 900;

    /** What each page adds to that: 50 bytes were measured for numbers, 140 for short text. */
    private static final int KEPT_OF_PAGE = 140;

    private final PrimitiveType type;
    private final LeafValues values;
    private final PageBytes page;
    private final PageBytes plain = new PageBytes();
    private final Dictionary dictionary;
    private int[] repetitions = new int[0];
    private int[] definitions = new int[0];
    private boolean hasLevels;
    private int entries;
    private int present;
    private int rows;
    private long bytes;
    private Consumer<PrimitiveTypeName> nextPages = values -> {};
    private @Nullable PageWriter pages;
    private @Nullable ChunkFilter filter;
    private boolean hasPlainPages;
    private int pagesWritten;
    private long filterBytes;

    /**
     * An encoder without a place for its pages yet.
     *
     * @param scratch which encoders that take turns may share
     * @param dictionary what is tried first
     */
    LeafEncoder(PrimitiveType type, LeafValues values, Scratch scratch, Dictionary dictionary) {
        this.type = type;
        this.values = values;
        this.page = scratch.page();
        this.dictionary = dictionary;
    }

    /** Bytes that these present values take when they are written plain. */
    abstract long plainBytes(LeafValues values, int from, int to);

    /** Notes these present values' smallest and largest, and appends them to the ids of the dictionary while it is open, else plain, where {@link #plainBytes} has made room. */
    abstract void append(LeafValues values, int from, int to, PageBytes plain);

    /** Puts what {@link #append} noted since the last call into the page's statistics. */
    abstract void tell(Statistics<?> statistics);

    /** Puts these present values into a Bloom filter. */
    abstract void hash(LeafValues values, int from, int to, ChunkFilter filter);

    /** Empty statistics for a page of this type. */
    Statistics<?> statistics(PrimitiveType type) {
        return Statistics.createStats(type);
    }

    /**
     * Begins a column chunk, whose pages go here.
     *
     * @param filter what values are put into besides, if anything
     */
    void begin(PageWriter chunk, @Nullable ChunkFilter filter) {
        pages = chunk;
        this.filter = filter;
        hasPlainPages = false;
        pagesWritten = 0;
        filterBytes = 0;
        dictionary.begin();
    }

    /** Has this told, before each page, what kind of values it has. */
    void announce(Consumer<PrimitiveTypeName> listener) {
        nextPages = listener;
    }

    /** Bytes that the open page holds in memory. */
    long pending() {
        return entries == 0 ? 0 : plain.size() + dictionary.idBytes() + Integer.BYTES * (hasLevels ? 2L : 0) * entries;
    }

    /** Bytes that its buffers, its dictionary and its filter take in memory, whatever is in them. */
    long held() {
        return plain.capacity()
                + dictionary.held()
                + (long) Integer.BYTES * (definitions.length + repetitions.length)
                + values.held()
                + (filter == null ? 0 : filter.bytes());
    }

    /** Releases buffers whose content has been written; called between pages. */
    void release() {
        plain.clear(0);
        dictionary.release();
        values.release();
        definitions = new int[0];
        repetitions = new int[0];
    }

    /** Bytes that the file holds in memory for the last chunk until it ends: its entry in the footer, its page indexes and its filter. */
    long kept() {
        return KEPT_OF_CHUNK + (long) KEPT_OF_PAGE * pagesWritten + filterBytes;
    }

    /** Encodes what the shredder has put into the leaf's values. */
    void write() throws IOException {
        int entry = 0;
        int value = 0;
        int row = 0;
        while (entry < values.entries()) {
            int endEntry = values.entries();
            int endValue = values.present();
            int endRow = values.rows();
            long more = plainBytes(values, value, endValue);
            if (rows + endRow - row > PAGE_ROWS || bytes + more > PAGE_BYTES) {
                endEntry = entry;
                endValue = value;
                endRow = row;
                more = 0;
                do {
                    int first = endValue;
                    do {
                        endValue += values.isDense() || values.definition(endEntry) == values.maxDefinition() ? 1 : 0;
                        endEntry++;
                    } while (endEntry < values.entries() && values.repetition(endEntry) > 0);
                    endRow++;
                    more += plainBytes(values, first, endValue);
                } while (endEntry < values.entries() && rows + endRow - row < PAGE_ROWS && bytes + more < PAGE_BYTES);
            }
            levels(entry, endEntry, endValue - value);
            if (!dictionary.isOpen()) {
                plain.reserve(more);
            }
            append(values, value, endValue, plain);
            if (filter != null) {
                hash(values, value, endValue, filter);
            }
            entries += endEntry - entry;
            present += endValue - value;
            rows += endRow - row;
            bytes += more;
            entry = endEntry;
            value = endValue;
            row = endRow;
            if (rows >= PAGE_ROWS || bytes >= PAGE_BYTES) {
                endPage();
            }
        }
    }

    /** Keeps levels only from where there is something to tell. */
    private void levels(int from, int to, int added) {
        int count = to - from;
        boolean plainRows = values.maxRepetition() == 0 && added == count;
        if (plainRows && !hasLevels) {
            return;
        }
        int wanted = entries + count + 7;
        if (definitions.length < wanted) {
            definitions = Arrays.copyOf(definitions, Math.max(wanted, definitions.length + (definitions.length >> 1)));
        }
        if (!hasLevels) {
            Arrays.fill(definitions, 0, entries, values.maxDefinition());
            hasLevels = true;
        }
        if (values.isDense()) {
            Arrays.fill(definitions, entries, entries + count, values.maxDefinition());
        } else {
            System.arraycopy(values.definitions(), from, definitions, entries, count);
        }
        if (values.maxRepetition() > 0) {
            if (repetitions.length < wanted) {
                repetitions = Arrays.copyOf(repetitions, definitions.length);
            }
            System.arraycopy(values.repetitions(), from, repetitions, entries, count);
        }
    }

    /** Ends the open page, if it has a row. */
    void endPage() throws IOException {
        if (rows == 0 || pages == null) {
            return;
        }
        Statistics<?> statistics = statistics(type);
        statistics.incrementNumNulls(entries - present);
        tell(statistics);
        if (dictionary.isOpen() && !dictionary.paysFor(bytes)) {
            dictionary.giveUp(plain);
        }
        page.clear(PAGE_BYTES);
        if (values.maxRepetition() > 0) {
            levels(repetitions, values.maxRepetition());
        }
        if (values.maxDefinition() > 0) {
            levels(definitions, values.maxDefinition());
        }
        Encoding encoding = Encoding.PLAIN;
        if (dictionary.isOpen()) {
            dictionary.writeIds(page);
            encoding = Encoding.RLE_DICTIONARY;
        } else {
            page.append(plain);
            hasPlainPages = true;
        }
        nextPages.accept(type.getPrimitiveTypeName());
        pages.writePage(
                BytesInput.from(page.array(), 0, page.size()),
                entries,
                rows,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                encoding);
        dictionary.endPage();
        plain.clear(PAGE_BYTES);
        pagesWritten++;
        entries = 0;
        present = 0;
        rows = 0;
        bytes = 0;
        hasLevels = false;
    }

    private void levels(int[] levels, int most) {
        page.reserve(Integer.BYTES);
        int at = page.size();
        page.putInt(0);
        int width = HybridRuns.width(most);
        if (hasLevels) {
            HybridRuns.encode(levels, entries, width, page);
        } else {
            HybridRuns.run(most, entries, width, page);
        }
        page.setInt(at, page.size() - at - Integer.BYTES);
    }

    /**
     * Ends the column chunk.
     *
     * @param filters is given the filter, where there is one that helps: readers know the values of pages that go by the dictionary
     */
    void end(BloomFilterWriter filters) throws IOException {
        endPage();
        BloomFilter folded = filter == null || !hasPlainPages ? null : filter.folded();
        if (folded != null) {
            filters.writeBloomFilter(folded);
            filterBytes = folded.getBitsetSize();
        }
        if (pages != null && dictionary.isUsed()) {
            page.clear(PAGE_BYTES);
            dictionary.writeKeys(page);
            nextPages.accept(type.getPrimitiveTypeName());
            pages.writeDictionaryPage(new DictionaryPage(
                    BytesInput.from(page.array(), 0, page.size()), dictionary.size(), Encoding.PLAIN));
        }
        dictionary.clear();
        pages = null;
        filter = null;
    }
}
