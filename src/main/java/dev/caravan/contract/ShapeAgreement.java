package dev.caravan.contract;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.Column;
import dev.caravan.plan.Difference;
import dev.caravan.plan.Difference.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds a table against a contract, or against what the run before found.
 *
 * <p>With a contract its columns are pinned: under {@link DriftPolicy#ADD} and {@link DriftPolicy#IGNORE} they are read in its order,
 * whatever the table's is, and one that is gone or has another type ends the run all the same. Without one nothing is pinned, since a
 * run replaces the whole table: the drift is told, and only {@link DriftPolicy#FAIL} ends the run.
 */
public final class ShapeAgreement implements Agreement {
    private static final Set<Kind> HARMLESS = Set.of(Kind.ADDED, Kind.REORDERED);

    private final String source;
    private final List<AgreedColumn> agreed;
    private final boolean pinned;
    private final DriftPolicy policy;

    private ShapeAgreement(String source, List<AgreedColumn> agreed, boolean pinned, DriftPolicy policy) {
        this.source = source;
        this.agreed = agreed;
        this.pinned = pinned;
        this.policy = policy;
    }

    /**
     * The agreement on a contract.
     *
     * @param source the contract's name, for sentences
     */
    public static ShapeAgreement onContract(String source, Contract contract, DriftPolicy policy) {
        return new ShapeAgreement("the contract " + source, contract.columns(), true, policy);
    }

    /** The agreement on what a run before found. */
    public static ShapeAgreement onRun(String runId, List<AgreedColumn> columns, DriftPolicy policy) {
        return new ShapeAgreement("run " + runId, List.copyOf(columns), false, policy);
    }

    @Override
    public Settled settle(String subject, List<Column> live) {
        List<AgreedColumn> now = pinned
                ? Contract.asAgreed(live)
                : live.stream().map(AgreedColumn::of).toList();
        List<Difference> drift = Differences.between(agreed, now);
        boolean refused = policy == DriftPolicy.FAIL
                ? !drift.isEmpty()
                : pinned && drift.stream().anyMatch(difference -> !HARMLESS.contains(difference.kind()));
        if (refused) {
            throw refused(subject, drift);
        }
        List<Column> columns = policy == DriftPolicy.IGNORE ? known(live, drift) : live;
        columns = pinned ? inOrder(columns) : columns;
        if (columns.isEmpty()) {
            throw refused(subject, drift);
        }
        return new Settled(columns, drift);
    }

    private static List<Column> known(List<Column> live, List<Difference> drift) {
        Set<String> fresh = drift.stream()
                .filter(difference -> difference.kind() == Kind.ADDED)
                .map(Difference::column)
                .collect(Collectors.toSet());
        return live.stream().filter(column -> !fresh.contains(column.name())).toList();
    }

    /** The agreed columns in their order, then the others in theirs. */
    private List<Column> inOrder(List<Column> live) {
        Map<String, Column> byName = live.stream().collect(Collectors.toMap(Column::name, Function.identity()));
        List<Column> ordered = new ArrayList<>();
        agreed.forEach(column -> {
            Column found = byName.get(column.name());
            if (found != null) {
                ordered.add(found);
            }
        });
        Set<Column> taken = new HashSet<>(ordered);
        live.stream().filter(column -> !taken.contains(column)).forEach(ordered::add);
        return ordered;
    }

    private ExportException refused(String subject, List<Difference> drift) {
        String clauses = drift.stream().map(Difference::clause).collect(Collectors.joining("; "));
        return new ExportException(
                ErrorCode.SCHEMA_DRIFT,
                Character.toUpperCase(subject.charAt(0)) + subject.substring(1) + " is not what " + source + " has: "
                        + clauses + ".",
                pinned
                        ? "If it is meant, bring the contract up to date (caravan scaffold --contract writes it anew), else fix"
                                + " the table; with drift add new columns are taken, with ignore they are left out."
                        : "If it is meant, take drift fail out of the table file for one run, which then is the new measure;"
                                + " else fix the table.");
    }
}
