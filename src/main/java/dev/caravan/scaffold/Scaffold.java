package dev.caravan.scaffold;

import dev.caravan.error.Count;
import dev.caravan.plan.Column;
import dev.caravan.plan.Completeness;
import dev.caravan.plan.NameProblem;
import dev.caravan.plan.OptionList;
import dev.caravan.plan.Planner;
import dev.caravan.plan.Renames;
import dev.caravan.plan.SolvedNames;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.plan.TypeChoices;
import dev.caravan.source.RowSecurity;
import dev.caravan.source.Snapshot;
import dev.caravan.source.SourceFailure;
import dev.caravan.types.PgType.Base;
import dev.caravan.types.TypeRow;
import dev.caravan.types.Warnings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the table file of one live table. */
public final class Scaffold {
    /** Twice a day, as the README's first table has it. */
    private static final String SCHEDULE = "0 0 0/12 * * ?";

    private static final int MOST_DIGITS = 38;
    /** What an INT64 holds, which readers are fastest with. */
    private static final int SHORT_DIGITS = 18;
    /** Digits before the point beyond those met, since a sample has seldom met the largest. */
    private static final int RESERVE = 3;

    private static final Set<String> TIMES = Set.of("timestamp", "timestamptz");

    private final LiveTable table;
    private final TableFile file;
    private final Map<String, String> needed = new LinkedHashMap<>();
    private final Map<String, String> proposed = new LinkedHashMap<>();
    private final Map<String, String> neededNames = new LinkedHashMap<>();
    private final Map<String, String> proposedNames = new LinkedHashMap<>();

    private Scaffold(LiveTable table, TableFile file) {
        this.table = table;
        this.file = file;
    }

    /**
     * The table file.
     *
     * @param snapshot where the table is read
     * @param name the table as SQL names it
     * @throws dev.caravan.error.ExportException when there is no such table, or it may not be read
     */
    public static TableFile of(Snapshot snapshot, String name) {
        TableRequest request = TableRequest.of(name).allowingRowSecurity();
        SolvedNames names = new SolvedNames();
        TableRun plan = Planner.plan(snapshot, request, names, "");
        try {
            LiveTable table = LiveTable.of(snapshot.connection(), name, names.live());
            Scaffold scaffold = new Scaffold(table, new TableFile(TableId.of(table.schema(), table.name())));
            scaffold.write(new Sample(snapshot.connection(), table), plan.completeness());
            return scaffold.file;
        } catch (SQLException e) {
            throw SourceFailure.of(e, request.subject());
        }
    }

    private void write(Sample sample, Completeness completeness) throws SQLException {
        String rows = table.rows() < 0 ? "" : ", about " + Count.of(table.rows(), "row");
        file.comment(table.shown() + " of database " + table.database() + rows);
        completeness.warnings().forEach(warning -> file.comment("WARNING: " + warning.replaceAll("\\.$", "")));
        columns();
        candidates();
        file.parameter("table", table.shown());
        file.parameter("schedule", SCHEDULE);
        if (!completeness.filtered().isEmpty()) {
            file.proposal("rowSecurity", RowSecurity.ALLOW.spelled());
        }
        List<String> why = new ArrayList<>();
        List<String> because = new ArrayList<>();
        List<String> policies = new ArrayList<>();
        for (Column column : table.columns()) {
            sample.dimensions(column).ifPresent(dimensions -> dimensions(column, dimensions, because));
            sample.digits(column).ifPresent(digits -> digits(column, digits, why));
            long unusual = sample.unusualMoments(column);
            if (unusual > 0) {
                policies.add(column.name());
                why.add(column.name() + " holds "
                        + Count.of(
                                unusual,
                                "value that is infinite or outside the years 1 to 9999",
                                "values that are infinite or outside the years 1 to 9999"));
            }
        }
        NameProblem.of(table.columns()).forEach(problem -> name(problem, because, why));
        file.columns(
                Renames.apply(TypeChoices.apply(table.columns(), needed, table.shown()), neededNames, table.shown()));
        because.forEach(file::note);
        set("types", needed);
        set("rename", neededNames);
        why.forEach(file::note);
        propose("types", needed, proposed);
        propose("rename", neededNames, proposedNames);
        if (!policies.isEmpty()) {
            file.proposal(
                    "onBadValue",
                    policies.stream()
                            .map(name -> OptionList.write(name) + "=clamp")
                            .collect(Collectors.joining(", ")));
        }
    }

    private void set(String parameter, Map<String, String> values) {
        if (!values.isEmpty()) {
            file.parameter(parameter, OptionList.write(values));
        }
    }

    private void propose(String parameter, Map<String, String> set, Map<String, String> more) {
        if (!more.isEmpty()) {
            Map<String, String> all = new LinkedHashMap<>(set);
            all.putAll(more);
            file.proposal(parameter, OptionList.write(all));
        }
    }

    /** Sets what a run is refused without, and proposes what only readers need. */
    private void name(NameProblem problem, List<String> because, List<String> why) {
        String column = problem.column().name();
        (problem.isRefused() ? because : why).add(problem.what());
        if (problem.remedy() instanceof NameProblem.Remedy.Rename rename) {
            (problem.isRefused() ? neededNames : proposedNames).put(column, rename.to());
        } else {
            (problem.isRefused() ? needed : proposed).put(column, "text");
        }
    }

    private void columns() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("column", "PostgreSQL", "Parquet", "Glue", ""));
        for (Column column : table.columns()) {
            TypeRow row = TypeRow.of(column.type());
            lines.add(List.of(
                    OptionList.write(column.name()),
                    row.type() + (column.notNull() ? " not null" : ""),
                    row.parquet(),
                    row.glue(),
                    String.join("; ", Warnings.of(column.type(), null))));
        }
        file.table(lines);
    }

    private void candidates() {
        List<String> watermarks = table.columns().stream()
                .filter(column ->
                        isTime(column) && column.name().matches("(?i).*(upd|mod|chang|chg|touch|sync|last).*"))
                .map(Column::name)
                .collect(Collectors.toCollection(ArrayList::new));
        table.columns().stream()
                .filter(column -> isTime(column) && column.notNull() && !watermarks.contains(column.name()))
                .map(Column::name)
                .forEach(watermarks::add);
        watermarks.addAll(table.keys());
        List<String> partitions = table.columns().stream()
                .filter(column -> isTime(column) || isDate(column))
                .filter(Column::notNull)
                .map(Column::name)
                .toList();
        if (!watermarks.isEmpty()) {
            file.comment("Candidates for a watermark, the likeliest first: " + OptionList.write(watermarks));
        }
        if (!partitions.isEmpty() || !table.partitionKey().isEmpty()) {
            file.comment("Candidates for partitionBy: "
                    + (table.partitionKey().isEmpty()
                            ? OptionList.write(partitions)
                            : "the table is partitioned by " + table.partitionKey()
                                    + (partitions.isEmpty() ? "" : "; " + OptionList.write(partitions))));
        }
    }

    private static boolean isTime(Column column) {
        return column.type() instanceof Base base && base.origin().equals(Base.BUILT_IN) && TIMES.contains(base.name());
    }

    private static boolean isDate(Column column) {
        return column.type() instanceof Base base
                && base.origin().equals(Base.BUILT_IN)
                && base.name().equals("date");
    }

    private void dimensions(Column column, Sample.Dimensions dimensions, List<String> because) {
        int planned = depth(column);
        if (dimensions.fewest() == planned && dimensions.most() == planned) {
            return;
        }
        boolean alike = dimensions.fewest() == dimensions.most();
        needed.put(column.name(), alike ? "array(" + dimensions.most() + ")" : "text");
        because.add(
                alike
                        ? column.name() + " holds arrays of " + Count.of(dimensions.most(), "dimension")
                                + ", and declares " + planned
                        : column.name() + " holds arrays of " + dimensions.fewest() + " to " + dimensions.most()
                                + " dimensions, which no list can hold; so it is text");
    }

    private static int depth(Column column) {
        int depth = 0;
        for (String glue = column.mapping().target().glue(); glue.startsWith("array<"); depth++) {
            glue = glue.substring("array<".length());
        }
        return depth;
    }

    private void digits(Column column, Sample.Digits digits, List<String> why) {
        int before = digits.before() + RESERVE;
        int all = before + digits.after();
        String met = column.name() + " has at most " + Count.of(digits.before(), "digit") + " before and "
                + digits.after() + " after the point in " + Count.of(digits.values(), "value");
        if (digits.before() + digits.after() > MOST_DIGITS) {
            why.add(met + ", more than a decimal of " + MOST_DIGITS + " digits holds");
            return;
        }
        why.add(met
                + (digits.odd() > 0
                        ? ", and " + Count.of(digits.odd(), "that is", "that are")
                                + " NaN or infinite, for which see onBadValue"
                        : ""));
        int precision = all <= SHORT_DIGITS ? SHORT_DIGITS : MOST_DIGITS;
        proposed.put(column.name(), "decimal(" + precision + "," + digits.after() + ")");
    }
}
