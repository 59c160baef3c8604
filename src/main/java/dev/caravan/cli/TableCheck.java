package dev.caravan.cli;

import dev.caravan.component.Sources;
import dev.caravan.component.lakeschema.ContractFile;
import dev.caravan.contract.Contract;
import dev.caravan.contract.DriftPolicy;
import dev.caravan.contract.ShapeAgreement;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.BadValuePolicies;
import dev.caravan.plan.NameProblem;
import dev.caravan.plan.OptionList;
import dev.caravan.plan.Planner;
import dev.caravan.plan.Renames;
import dev.caravan.plan.RowSecurity;
import dev.caravan.plan.Snapshot;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.plan.TypeChoices;
import dev.caravan.routes.Fault;
import dev.caravan.routes.Placeholders;
import dev.caravan.routes.TableRoute;
import dev.caravan.source.LoginFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with one table of a table file, each fault at the line of the parameter that has it.
 *
 * <p>The planner stops at its first fault; so a table whose plan fails is planned once more with each parameter alone.
 */
final class TableCheck {
    private static final List<String> NARROWING =
            List.of("columns", "exclude", "where", "types", "rename", "onBadValue", "sortBy");

    private final CamelContext context;
    private final Path file;
    private final TableRoute table;
    private final Map<String, ExportException> unreachable;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> unusable = new HashSet<>();
    private @Nullable Contract contract;

    /**
     * A check of a table.
     *
     * @param unreachable the sources that could not be reached, which are not tried again for every table
     */
    TableCheck(CamelContext context, Path file, TableRoute table, Map<String, ExportException> unreachable) {
        this.context = context;
        this.file = file;
        this.table = table;
        this.unreachable = unreachable;
    }

    /** What is wrong with the parameters as they are written. */
    List<Fault> written() {
        for (String list : List.of("columns", "exclude", "sortBy", "bloomFilters")) {
            read(list, text -> OptionList.names(list, text));
        }
        read("types", TypeChoices::parse);
        read("rename", Renames::parse);
        read("onBadValue", BadValuePolicies::parse);
        read("rowSecurity", RowSecurity::of);
        read("drift", text -> text.isEmpty() ? "" : DriftPolicy.of(text));
        read("schema", text -> {
            if (!text.isEmpty()) {
                Path folder = file.toAbsolutePath().getParent();
                contract = ContractFile.read(
                        context,
                        table.routeId(),
                        text,
                        Optional.ofNullable(folder).map(Path::toString));
            }
            return "";
        });
        return List.copyOf(faults);
    }

    /** What of it the database does not have or does not allow; after {@link #written}. */
    List<Fault> live() {
        faults.clear();
        String source = value("source").isEmpty() ? "default" : value("source");
        ExportException known = unreachable.get(source);
        if (known != null) {
            fault("source", known);
            return faults;
        }
        try {
            DataSource database = Sources.of(context, source, "Table " + table.routeId());
            live(database);
        } catch (ExportException e) {
            if (isOfSource(e)) {
                unreachable.put(source, e);
            }
            fault("source", e);
        }
        return faults;
    }

    /** Why a run of the table may be partial without a fault; after {@link #live}. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void live(DataSource database) {
        ExportException whole = planned(database, NARROWING, agreement());
        if (whole == null) {
            return;
        }
        if (whole.code() == ErrorCode.SOURCE_NOT_READY) {
            fault("table", whole);
            return;
        }
        if (isOfSource(whole)) {
            throw whole;
        }
        ExportException bare = planned(database, List.of(), Agreement.NONE);
        if (bare != null && bare.code() != ErrorCode.BAD_CONFIGURATION) {
            fault(value("query").isEmpty() ? "table" : "query", bare);
            return;
        }
        for (String parameter : NARROWING) {
            if (!value(parameter).isEmpty()) {
                ExportException alone = planned(database, List.of(parameter), Agreement.NONE);
                if (alone != null && (bare == null || !alone.what().equals(bare.what()))) {
                    fault(parameter, alone);
                }
            }
        }
        if (faults.isEmpty()) {
            fault(whole.code() == ErrorCode.SCHEMA_DRIFT ? "schema" : "table", whole);
        }
    }

    /** Whether no table of the source can be checked. */
    private static boolean isOfSource(ExportException failure) {
        return failure.kind() == ErrorKind.TRANSIENT || LoginFailed.in(failure).isPresent();
    }

    private Agreement agreement() {
        Contract agreed = contract;
        if (agreed == null) {
            return Agreement.NONE;
        }
        String drift = value("drift");
        return ShapeAgreement.onContract(
                value("schema"), agreed, drift.isEmpty() ? DriftPolicy.FAIL : DriftPolicy.of(drift));
    }

    private @Nullable ExportException planned(DataSource database, List<String> parameters, Agreement agreement) {
        TableRequest request = new TableRequest(
                table.routeId(),
                value("table").isEmpty() && value("query").isEmpty() ? table.routeId() : value("table"),
                value("query"),
                names("columns", parameters),
                names("exclude", parameters),
                chosen("where", parameters),
                BadValuePolicies.parse(chosen("onBadValue", parameters)),
                TypeChoices.parse(chosen("types", parameters)),
                Renames.parse(chosen("rename", parameters)),
                names("sortBy", parameters),
                RowSecurity.of(unusable.contains("rowSecurity") ? "" : value("rowSecurity")));
        try (Snapshot snapshot = Snapshot.open(database, request.subject())) {
            TableRun plan = Planner.plan(snapshot, request, agreement, "");
            notes.clear();
            plan.completeness().notes().forEach(this::note);
            NameProblem.of(plan.columns()).forEach(problem -> note(problem.sentence()));
            return null;
        } catch (ExportException e) {
            return e;
        }
    }

    private void note(String note) {
        String said =
                new Fault(file, line(value("query").isEmpty() ? "table" : "query"), "note: " + note, "").toString();
        notes.add(said.stripTrailing());
    }

    private List<String> names(String parameter, List<String> parameters) {
        return OptionList.names(parameter, chosen(parameter, parameters));
    }

    private String chosen(String parameter, List<String> parameters) {
        return parameters.contains(parameter) && !unusable.contains(parameter) ? value(parameter) : "";
    }

    /** Reads a parameter that has a form of its own. */
    private interface Form {
        Object of(String text);
    }

    private void read(String parameter, Form form) {
        try {
            form.of(value(parameter));
        } catch (ExportException e) {
            unusable.add(parameter);
            fault(parameter, e);
        } catch (RuntimeException | StackOverflowError e) {
            unusable.add(parameter);
            fault(
                    parameter,
                    new ExportException(
                            ErrorCode.BAD_CONFIGURATION,
                            parameter + " cannot be read (" + e + ").",
                            "Make it shorter and less nested."));
        }
    }

    /** A parameter as the route will have it; empty when the file does not set it. */
    private String value(String parameter) {
        TableRoute.Parameter set = table.parameters().get(parameter);
        return set == null ? "" : Placeholders.resolve(context, set.value()).strip();
    }

    private void fault(String parameter, ExportException fault) {
        faults.add(new Fault(file, line(parameter), fault.what(), fault.mend()));
    }

    private int line(String parameter) {
        TableRoute.Parameter set = table.parameters().get(parameter);
        return set == null ? table.line() : set.line();
    }
}
