package dev.caravan.bench.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What all contenders reached on one table.
 *
 * @param name the table's
 * @param title of the table, in a few words
 * @param rows of the table
 * @param columns of the table
 * @param tableBytes its files in PostgreSQL
 * @param floor the name of the contender that all are held against
 * @param results in the order of running
 */
public record TableResult(
        String name, String title, long rows, int columns, long tableBytes, String floor, List<Result> results) {
    public TableResult {
        results = List.copyOf(results);
    }

    /** How many times the floor's time a contender takes; nothing when the floor has none. */
    OptionalDouble ratio(Result result) {
        return results.stream()
                .filter(each -> each.name().equals(floor) && each.counts())
                .mapToDouble(each -> result.seconds().median() / each.seconds().median())
                .findFirst();
    }
}
