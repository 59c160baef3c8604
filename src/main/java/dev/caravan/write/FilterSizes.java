package dev.caravan.write;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType;

/** Which leaves of a schema get Bloom filters, and how large these may be. */
final class FilterSizes {
    /** parquet-java's default: room for some 800,000 distinct values. */
    private static final int LARGEST = 1 << 20;

    /** Room for some 3,000 distinct values; less would say yes to everything. */
    private static final int LEAST = 1 << 12;

    /** The part of the writer's memory that the filters of the open row group may take. */
    private static final int PART = 4;

    private final Set<ColumnDescriptor> filtered;
    private final int bytes;

    /**
     * The filters of a file.
     *
     * @param files how many are open at the same moment at the most
     * @throws ExportException when there are more than memory has room for
     */
    FilterSizes(List<ColumnDescriptor> leaves, WriteOptions options, int files) {
        // The writer keeps filters by dotted path, which a column "a.b" shares with the field b of a struct a.
        Set<String> once = new HashSet<>();
        Set<String> shared = leaves.stream()
                .map(FilterSizes::path)
                .filter(path -> !once.add(path))
                .collect(Collectors.toSet());
        this.filtered = leaves.stream()
                .filter(leaf -> options.bloomFilters().contains(leaf.getPath()[0]))
                .filter(leaf -> isLookedUp(leaf.getPrimitiveType()))
                .filter(leaf -> !shared.contains(path(leaf)))
                .collect(Collectors.toSet());
        long each = options.memoryBytes() / PART / Math.max(1, filtered.size());
        if (!filtered.isEmpty() && each < LEAST) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    String.format(
                            Locale.ROOT,
                            "bloomFilters asks for %,d Bloom filters, which would have %,d bytes each; at least %,d are needed.",
                            filtered.size(),
                            each,
                            LEAST),
                    "Name fewer columns in bloomFilters, or raise caravan.memory.budget or the heap (-Xmx).");
        }
        this.bytes = (int) Long.highestOneBit(Math.min(LARGEST, Math.max(LEAST, each / files)));
    }

    /**
     * Two booleans need no filter. Bytes that are no text get none either, because DuckDB (1.2 to 1.5 at least) looks for the hash of their
     * escaped text, which is never found.
     */
    private static boolean isLookedUp(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32, INT64, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> true;
            case BINARY -> type.getLogicalTypeAnnotation() != null;
            case BOOLEAN, INT96 -> false;
        };
    }

    private static String path(ColumnDescriptor leaf) {
        return String.join(".", leaf.getPath());
    }

    /** The largest size of the filters of a leaf; 0 when it has none. */
    int of(ColumnDescriptor leaf) {
        return filtered.contains(leaf) ? bytes : 0;
    }
}
