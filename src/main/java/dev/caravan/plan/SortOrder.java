package dev.caravan.plan;

import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Has the server sort the rows of a chunk, so that readers of its files can skip by the statistics of row groups and pages.
 *
 * <p>Text goes by its bytes, as Parquet's statistics do, whatever the collation of the database.
 */
final class SortOrder {
    private final List<Column> columns;
    private final int hashed;
    private final List<Integer> places = new ArrayList<>();
    private final List<String> partitions;

    /**
     * An order of these columns.
     *
     * @param hashed how many hashes are sent with each row
     * @param partitions terms by which the rows go first; none where the rows of partitions need not be together
     * @param names by which the rows go, the first before the second; none for the order of the table
     * @throws ExportException when a name is none of the columns
     */
    SortOrder(String subject, List<Column> columns, int hashed, List<String> partitions, List<String> names) {
        this.partitions = List.copyOf(partitions);
        this.columns = columns;
        this.hashed = hashed;
        List<String> there = columns.stream().map(Column::source).toList();
        for (String name : names) {
            int place = there.indexOf(name);
            if (place < 0) {
                throw new ExportException(
                        ErrorCode.NO_SUCH_COLUMN,
                        "sortBy of " + subject + " names " + OptionList.write(name) + ", which is not read.",
                        "What is read is " + OptionList.write(there) + "; write names as they are here.");
            }
            places.add(place);
        }
    }

    boolean isNone() {
        return places.isEmpty() && partitions.isEmpty();
    }

    /** The same rows, sorted. */
    String apply(String select) {
        if (isNone()) {
            return select;
        }
        int sent = columns.size()
                + hashed
                + (int) columns.stream().filter(Column::isReadAsText).count();
        // The names of the SELECT may be there twice, and an ORDER BY behind a UNION takes no expressions.
        String names = IntStream.range(0, sent).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        return "SELECT * FROM (" + select + "\n) AS unsorted(" + names + ") ORDER BY "
                + Stream.concat(partitions.stream(), places.stream().map(this::term))
                        .collect(Collectors.joining(", "));
    }

    private String term(int place) {
        return columns.get(place).mapping().target().equals(Target.STRING)
                ? "c" + place + "::text COLLATE \"C\""
                : "c" + place;
    }
}
