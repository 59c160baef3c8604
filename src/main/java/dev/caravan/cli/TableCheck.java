package dev.caravan.cli;

import dev.caravan.component.lakeschema.ContractFile;
import dev.caravan.contract.DriftPolicy;
import dev.caravan.contract.ShapeAgreement;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.BadValuePolicies;
import dev.caravan.plan.Masks;
import dev.caravan.plan.NameProblem;
import dev.caravan.plan.OptionList;
import dev.caravan.plan.PartitionRequest;
import dev.caravan.plan.Planner;
import dev.caravan.plan.Renames;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.plan.TypeChoices;
import dev.caravan.plan.Verification;
import dev.caravan.routes.Fault;
import dev.caravan.routes.Placeholders;
import dev.caravan.routes.TableRoute;
import dev.caravan.source.LoginFailed;
import dev.caravan.source.MaskKey;
import dev.caravan.source.RowSecurity;
import dev.caravan.source.Snapshot;
import dev.caravan.table.TableParameter;
import dev.caravan.types.Choice;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with one table of a table file, each fault at the line of the parameter that has it.
 *
 * <p>The planner stops at its first fault; so a table whose plan fails is planned once more with each parameter alone.
 */
final class TableCheck {
    private static final List<TableParameter> NARROWING = List.of(
            TableParameter.COLUMNS,
            TableParameter.EXCLUDE,
            TableParameter.MASK,
            TableParameter.WHERE,
            TableParameter.TYPES,
            TableParameter.RENAME,
            TableParameter.ON_BAD_VALUE,
            TableParameter.SORT_BY,
            TableParameter.PARTITION_BY,
            TableParameter.BLOOM_FILTERS);

    /** Failures that every other table of the source would meet too. */
    private static final Set<ErrorCode> OF_SOURCE =
            EnumSet.of(ErrorCode.SOURCE_UNREACHABLE, ErrorCode.SOURCE_BUSY, ErrorCode.CONNECTION_TIMEOUT);

    /** No row is read by it, and that the one of the settings is missing is known as a fault of the file. */
    private static final MaskKey ANY_KEY = MaskKey.of("0".repeat(MaskKey.MIN_LENGTH));

    private final CamelContext context;
    private final Path file;
    private final TableRoute table;
    private final SourceChecks sources;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** A check of a table of a file. */
    TableCheck(CamelContext context, Path file, TableRoute table, SourceChecks sources) {
        this.context = context;
        this.file = file;
        this.table = table;
        this.sources = sources;
    }

    /** What of the table the database does not have or does not allow; what is wrong with the file itself is known before. */
    List<Fault> live() {
        boolean isNamed = Stream.of(TableParameter.TABLE, TableParameter.QUERY, TableParameter.SOURCE)
                        .noneMatch(parameter -> table.unusable().contains(parameter.key()))
                && value(TableParameter.TABLE).isEmpty()
                        != value(TableParameter.QUERY).isEmpty();
        String named = value(TableParameter.SOURCE);
        String source = named.isEmpty() ? TableParameter.SOURCE.defaultValue() : named;
        boolean isConfigured = context.getRegistry().lookupByNameAndType(source, DataSource.class) != null;
        if (isNamed && (named.isEmpty() || isConfigured)) {
            sources.reached(source).ifPresent(database -> live(source, database));
        }
        return List.copyOf(faults);
    }

    /** Why a run of the table may be partial without a fault; after {@link #live}. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void live(String source, DataSource database) {
        ExportException whole = planned(database, NARROWING, agreement());
        if (whole == null) {
            return;
        }
        if (whole.code() == ErrorCode.SOURCE_NOT_READY) {
            fault(TableParameter.TABLE, whole);
            return;
        }
        if (isOfSource(whole)) {
            sources.lost(source, whole);
            return;
        }
        if (whole.kind() == ErrorKind.TRANSIENT) {
            fault(relation(), whole);
            return;
        }
        ExportException bare = planned(database, List.of(), Agreement.NONE);
        if (bare != null && bare.code() != ErrorCode.BAD_CONFIGURATION) {
            fault(relation(), bare);
            return;
        }
        for (TableParameter parameter : NARROWING) {
            if (table.parameters().containsKey(parameter.key())) {
                ExportException alone = planned(database, List.of(parameter), Agreement.NONE);
                if (alone != null && (bare == null || !alone.what().equals(bare.what()))) {
                    fault(parameter, alone);
                }
            }
        }
        if (faults.isEmpty()) {
            fault(whole.code() == ErrorCode.SCHEMA_DRIFT ? TableParameter.SCHEMA : relation(), whole);
        }
    }

    /** Whether no table of the source can be checked. */
    private static boolean isOfSource(ExportException failure) {
        return OF_SOURCE.contains(failure.code()) || LoginFailed.in(failure).isPresent();
    }

    private TableParameter relation() {
        return value(TableParameter.QUERY).isEmpty() ? TableParameter.TABLE : TableParameter.QUERY;
    }

    private Agreement agreement() {
        String schema = value(TableParameter.SCHEMA);
        if (schema.isEmpty()) {
            return Agreement.NONE;
        }
        Optional<String> folder =
                Optional.ofNullable(file.toAbsolutePath().getParent()).map(Path::toString);
        try {
            String drift = value(TableParameter.DRIFT);
            return ShapeAgreement.onContract(
                    schema,
                    ContractFile.read(context, table.routeId(), schema, folder),
                    drift.isEmpty() ? DriftPolicy.FAIL : DriftPolicy.of(drift));
        } catch (RuntimeException | StackOverflowError e) {
            // A fault of the file, which is known.
            return Agreement.NONE;
        }
    }

    private @Nullable ExportException planned(
            DataSource database, List<TableParameter> parameters, Agreement agreement) {
        TableRequest request = new TableRequest(
                table.routeId(),
                value(TableParameter.TABLE),
                value(TableParameter.QUERY),
                names(TableParameter.COLUMNS, parameters),
                names(TableParameter.EXCLUDE, parameters),
                chosen(TableParameter.WHERE, parameters),
                BadValuePolicies.parse(chosen(TableParameter.ON_BAD_VALUE, parameters)),
                types(parameters),
                Renames.parse(chosen(TableParameter.RENAME, parameters)),
                names(TableParameter.SORT_BY, parameters),
                RowSecurity.of(value(TableParameter.ROW_SECURITY)),
                names(TableParameter.BLOOM_FILTERS, parameters),
                Verification.of(value(TableParameter.VERIFY)),
                partitions(parameters),
                Masks.parse(chosen(TableParameter.MASK, parameters)));
        try (Snapshot snapshot = Snapshot.open(database, request.subject())) {
            TableRun plan = Planner.plan(snapshot.withMaskKey(ANY_KEY), request, agreement, "");
            notes.clear();
            plan.completeness().notes().forEach(this::note);
            NameProblem.of(plan.columns()).forEach(problem -> note(problem.sentence()));
            return null;
        } catch (ExportException e) {
            return e;
        }
    }

    private PartitionRequest partitions(List<TableParameter> parameters) {
        return new PartitionRequest(
                PartitionRequest.parse(chosen(TableParameter.PARTITION_BY, parameters)),
                ZoneId.of("UTC"),
                Boolean.parseBoolean(value(TableParameter.KEEP_PARTITION_COLUMNS)),
                Boolean.parseBoolean(value(TableParameter.PROJECTION)));
    }

    private void note(String note) {
        notes.add(new Fault(file, table.lineOf(relation()), "note: " + note, "")
                .toString()
                .stripTrailing());
    }

    private List<String> names(TableParameter parameter, List<TableParameter> parameters) {
        return OptionList.names(parameter.key(), chosen(parameter, parameters));
    }

    /** Without targets that do not exist, which are known as faults of the file. */
    private Map<String, String> types(List<TableParameter> parameters) {
        TableRoute.Parameter set = table.parameters().get(TableParameter.TYPES.key());
        if (set == null || !parameters.contains(TableParameter.TYPES)) {
            return Map.of();
        }
        try {
            Map<String, String> types =
                    new LinkedHashMap<>(TypeChoices.parse(Placeholders.resolve(context, set.value())));
            types.values().removeIf(target -> !Choice.isTarget(target));
            return types;
        } catch (ExportException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    private String chosen(TableParameter parameter, List<TableParameter> parameters) {
        return parameters.contains(parameter) ? value(parameter) : "";
    }

    /** A parameter as the route has it; empty when the file does not set it, or not to a legal value. */
    private String value(TableParameter parameter) {
        return table.usable(parameter)
                .map(set -> Placeholders.resolve(context, set.value()).strip())
                .orElse("");
    }

    private void fault(TableParameter parameter, ExportException fault) {
        faults.add(new Fault(file, table.lineOf(parameter), fault.what(), fault.hint()));
    }
}
