package dev.caravan.bench.report;

import java.util.List;
import java.util.Map;

/**
 * All that was measured.
 *
 * @param conditions on what and how
 * @param tables in the order of running
 * @param leftOut contenders that were not at hand, and why
 */
public record Report(Conditions conditions, List<TableResult> tables, Map<String, String> leftOut) {
    public Report {
        tables = List.copyOf(tables);
    }
}
