package dev.caravan.roundtrip;

import static org.apache.parquet.filter2.predicate.FilterApi.contains;
import static org.apache.parquet.filter2.predicate.FilterApi.eq;
import static org.apache.parquet.filter2.predicate.FilterApi.gt;
import static org.apache.parquet.filter2.predicate.FilterApi.gtEq;
import static org.apache.parquet.filter2.predicate.FilterApi.in;
import static org.apache.parquet.filter2.predicate.FilterApi.lt;
import static org.apache.parquet.filter2.predicate.FilterApi.ltEq;
import static org.apache.parquet.filter2.predicate.FilterApi.notEq;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.compat.FilterCompat.Filter;
import org.apache.parquet.filter2.compat.RowGroupFilter;
import org.apache.parquet.filter2.compat.RowGroupFilter.FilterLevel;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.Column;
import org.apache.parquet.filter2.predicate.Operators.SupportsEqNotEq;
import org.apache.parquet.filter2.predicate.Operators.SupportsLtGt;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.internal.filter2.columnindex.ColumnIndexFilter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Asks parquet-java which row groups and pages it would skip for a predicate, one shortcut at a time, and finds the rows in them that
 * meet it.
 */
public final class ParquetPushdown {
    private static final String PAGES = "COLUMN_INDEX";

    /** Of one leaf; the profile full raises it. */
    private static final int MOST_VALUES = 2 * Integer.getInteger("test.pushdown.values", 4);

    private final Map<String, Integer> skipped = new TreeMap<>();
    private final List<String> hidden = new ArrayList<>();

    /** How many row groups and pages each shortcut has skipped so far. */
    public Map<String, Integer> skipped() {
        return skipped;
    }

    /** Rows that a shortcut hides, described; none if all is well. */
    public List<String> hidden(Path file) throws IOException {
        hidden.clear();
        try (ParquetFileReader reader = PlainPages.open(file)) {
            LeafContents contents = LeafContents.read(file);
            for (ColumnDescriptor leaf : reader.getFileMetaData().getSchema().getColumns()) {
                if (leaf.getMaxRepetitionLevel() <= 1) {
                    new LeafCheck(reader, leaf, contents.of(leaf)).run();
                }
            }
        }
        return List.copyOf(hidden);
    }

    /** All predicates on one leaf. */
    private final class LeafCheck {
        private final ParquetFileReader reader;
        private final String path;
        private final boolean isRepeated;
        private final Comparator<Object> order;
        private final List<List<@Nullable Object>> rows;
        private final Class<?> kind;

        @SuppressWarnings("unchecked")
        LeafCheck(ParquetFileReader reader, ColumnDescriptor leaf, List<List<@Nullable Object>> rows) {
            this.reader = reader;
            this.path = String.join(".", leaf.getPath());
            this.isRepeated = leaf.getMaxRepetitionLevel() > 0;
            this.order =
                    (Comparator<Object>) (Comparator<?>) leaf.getPrimitiveType().comparator();
            this.rows = rows;
            this.kind = leaf.getPrimitiveType().getPrimitiveTypeName().javaType;
        }

        void run() {
            Set<Object> distinct = new LinkedHashSet<>();
            rows.forEach(row -> row.stream().filter(Objects::nonNull).forEach(distinct::add));
            List<Object> sorted = distinct.stream().sorted(order).toList();
            int step = Math.max(1, sorted.size() / MOST_VALUES);
            List<Object> values = IntStream.range(0, sorted.size())
                    .filter(i -> i % step == 0 || i == sorted.size() - 1)
                    .mapToObj(sorted::get)
                    .toList();
            for (int i = 0; i < values.size(); i++) {
                Object value = values.get(i);
                Object next = values.get(Math.min(i + 1, values.size() - 1));
                if (kind == int.class) {
                    ordered(FilterApi.intColumn(path), (Integer) value, (Integer) next);
                } else if (kind == long.class) {
                    ordered(FilterApi.longColumn(path), (Long) value, (Long) next);
                } else if (kind == float.class) {
                    ordered(FilterApi.floatColumn(path), (Float) value, (Float) next);
                } else if (kind == double.class) {
                    ordered(FilterApi.doubleColumn(path), (Double) value, (Double) next);
                } else if (kind == Binary.class) {
                    ordered(FilterApi.binaryColumn(path), (Binary) value, (Binary) next);
                } else {
                    equal(FilterApi.booleanColumn(path), (Boolean) value);
                }
            }
        }

        private <T extends Comparable<T>, C extends Column<T> & SupportsLtGt> void ordered(C column, T value, T next) {
            equal(column, value);
            Map<FilterPredicate, Predicate<Object>> predicates = new LinkedHashMap<>();
            if (isRepeated) {
                predicates.put(contains(lt(column, value)), found -> order.compare(found, value) < 0);
                predicates.put(contains(gt(column, value)), found -> order.compare(found, value) > 0);
            } else {
                predicates.put(lt(column, value), found -> order.compare(found, value) < 0);
                predicates.put(ltEq(column, value), found -> order.compare(found, value) <= 0);
                predicates.put(gt(column, value), found -> order.compare(found, value) > 0);
                predicates.put(gtEq(column, value), found -> order.compare(found, value) >= 0);
                predicates.put(
                        in(column, new HashSet<>(List.of(value, next))),
                        found -> found.equals(value) || found.equals(next));
            }
            predicates.forEach((predicate, matches) -> check(predicate, matches, false));
        }

        private <T extends Comparable<T>, C extends Column<T> & SupportsEqNotEq> void equal(C column, T value) {
            if (isRepeated) {
                check(contains(eq(column, value)), found -> order.compare(found, value) == 0, false);
                return;
            }
            check(eq(column, value), found -> order.compare(found, value) == 0, false);
            check(notEq(column, value), found -> order.compare(found, value) != 0, true);
            check(eq(column, null), found -> false, true);
            check(notEq(column, null), found -> true, false);
        }

        private void check(FilterPredicate predicate, Predicate<Object> matches, boolean matchesNull) {
            Filter filter = FilterCompat.get(predicate);
            for (FilterLevel level : FilterLevel.values()) {
                List<BlockMetaData> kept =
                        RowGroupFilter.filterRowGroups(List.of(level), filter, reader.getRowGroups(), reader);
                int first = 0;
                for (BlockMetaData group : reader.getRowGroups()) {
                    int end = first + (int) group.getRowCount();
                    if (!kept.contains(group)) {
                        skipped.merge(level.name(), 1, Integer::sum);
                        for (int row = first; row < end; row++) {
                            look(row, predicate, matches, matchesNull, level.name());
                        }
                    }
                    first = end;
                }
            }
            pages(filter, predicate, matches, matchesNull);
        }

        private void pages(Filter filter, FilterPredicate predicate, Predicate<Object> matches, boolean matchesNull) {
            int first = 0;
            for (int i = 0; i < reader.getRowGroups().size(); i++) {
                int count = (int) reader.getRowGroups().get(i).getRowCount();
                var ranges = ColumnIndexFilter.calculateRowRanges(
                        filter, reader.getColumnIndexStore(i), Set.of(ColumnPath.fromDotString(path)), count);
                boolean all = ranges.rowCount() == count;
                skipped.merge(PAGES, all ? 0 : 1, Integer::sum);
                for (int row = 0; !all && row < count; row++) {
                    if (!ranges.isOverlapping(row, row)) {
                        look(first + row, predicate, matches, matchesNull, PAGES);
                    }
                }
                first += count;
            }
        }

        private void look(
                int row, FilterPredicate predicate, Predicate<Object> matches, boolean matchesNull, String shortcut) {
            for (Object value : rows.get(row)) {
                if (value == null ? matchesNull : matches.test(value)) {
                    hidden.add("row " + row + " of " + path + " by " + shortcut + " for " + predicate);
                }
            }
        }
    }
}
