package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.option.Spelling;
import dev.caravan.partition.Partitioning;
import dev.caravan.source.Phase;
import dev.caravan.source.Readers;
import dev.caravan.source.Snapshot;
import dev.caravan.source.SourceFailure;
import dev.caravan.source.SqlStates;
import dev.caravan.source.WithheldText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Plans a run inside its snapshot: finds the table, settles what each column becomes, estimates the rows, cuts the chunks. */
public final class Planner {
    private Planner() {}

    /** Plans a run that is held against nothing. */
    public static TableRun plan(Snapshot snapshot, TableRequest request, String runId) {
        return plan(snapshot, request, Agreement.NONE, runId);
    }

    /** Plans a run of one chunk. */
    public static TableRun plan(Snapshot snapshot, TableRequest request, Agreement agreement, String runId) {
        return plan(snapshot, Readers.alone(snapshot), ChunkSizes.ONE_CHUNK, request, agreement, runId);
    }

    /**
     * Plans the run. The table is locked before the snapshot is taken, which the first SELECT here does.
     *
     * @param readers are opened where the table is worth more than one chunk
     * @param sizes of the chunks
     * @param agreement what the columns are held against
     * @throws ExportException when the table or a column is missing, may not be read, or has a type without an answer;
     *     found here, before the first row is read
     */
    public static TableRun plan(
            Snapshot snapshot,
            Readers readers,
            ChunkSizes sizes,
            TableRequest request,
            Agreement agreement,
            String runId) {
        long begun = System.nanoTime();
        Connection connection = snapshot.connection();
        try {
            snapshot.link().inRun(runId);
            snapshot.link().enters(Phase.LOCK);
            TableLock.take(connection, request);
            snapshot.link().enters(Phase.PLANNING);
            snapshot.rowSecurity(request.rowSecurity());
            Relation relation = Relation.of(connection, request);
            if (relation.isStored()) {
                snapshot.keepOrder();
            }
            FilterCheck filters = new FilterCheck(snapshot, request, relation);
            filters.admitOwnPolicies();
            MaskedColumns masked = Masks.apply(snapshot, chosen(relation.columns(), request), request);
            requireAny(masked.columns(), request);
            List<Column> typed = TypeChoices.apply(masked.columns(), request.types(), request.subject());
            List<Column> live = Renames.apply(
                    request.onBadValue().on(typed, BadValueRisk.isAnyText(connection)),
                    request.rename(),
                    request.subject());
            Agreement.Settled settled = agreement.settle(request.subject(), live);
            List<Column> columns = settled.columns();
            NameProblem.refuse(columns, capitalized(request.subject()));
            ColumnHashes hashes = ColumnHashes.of(connection, request, columns, relation.isComputed(request));
            List<String> hashed = hashes == null ? List.of() : hashes.sent();
            String list = list(columns, hashed);
            Partitioning partitioning = PartitionColumns.of(request, columns);
            requireFiltered(columns, partitioning, request);
            PartitionReading reading =
                    PartitionReading.of(connection, relation, request, partitioning, columns, list(columns, List.of()));
            SortOrder order =
                    new SortOrder(request.subject(), columns, hashed.size(), reading.order(), request.sortBy());
            ChunkCutter cutter = new ChunkCutter(
                    connection,
                    masked.hides(relation.key()) ? relation.withoutKey() : relation,
                    readers,
                    reading.limited(sizes.forColumns(columns.size()), relation.bytes()),
                    list,
                    request.where());
            QueryPlan plan = QueryPlan.of(connection, order.apply(cutter.whole()));
            List<Completeness.Filtered> filtered = filters.filtered();
            List<Caveat> caveats = SourceState.of(connection, request, relation, plan);
            List<Cut> cuts = cutter.cuts(plan);
            FactsQuery facts = FactsQuery.of(connection, relation);
            TableLock.requireUntouched(connection, request.subject());
            snapshot.waitLongerForLocks();
            return new TableRun(
                    request.tableId(),
                    request.subject(),
                    runId,
                    Instant.now(),
                    columns,
                    settled.drift(),
                    plan.rows(),
                    new Completeness(relation.shown(), request.rowSecurity(), filtered, caveats),
                    facts.facts(),
                    facts.comments(),
                    Duration.ofNanos(System.nanoTime() - begun),
                    IntStream.range(0, cuts.size())
                            .mapToObj(index -> new Chunk(
                                    index,
                                    order.apply(cuts.get(index).select(list)),
                                    cuts.get(index).range(),
                                    columns,
                                    relation.isComputed(request),
                                    masked.blurs(relation.key()) ? List.of() : key(relation.key(), columns),
                                    hashes == null ? null : hashes.proof(cuts.get(index)),
                                    !masked.applied().isEmpty(),
                                    reading.isOrdered()))
                            .toList(),
                    partitioning,
                    masked.applied());
        } catch (SQLException e) {
            SQLException told = request.mask().isEmpty() ? e : WithheldText.ofPlan(e);
            throw SqlStates.LOCK_NOT_AVAILABLE.equals(told.getSQLState())
                    ? LockHolders.failure(connection, request, told)
                    : RowSecurityRefusal.of(snapshot, request, told);
        }
    }

    /**
     * Locks the table of a request in a transaction whose snapshot is not taken yet, for other transactions that will read it there.
     *
     * @throws ExportException LOCK_TIMEOUT, naming who holds the lock, when it is not granted within the limit of the transaction
     */
    public static void lock(Snapshot snapshot, TableRequest request) {
        try {
            snapshot.link().enters(Phase.LOCK);
            TableLock.take(snapshot.connection(), request);
            snapshot.link().enters(Phase.PLANNING);
        } catch (SQLException e) {
            throw SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                    ? LockHolders.failure(snapshot.connection(), request, e)
                    : SourceFailure.of(e, request.subject());
        }
    }

    private static List<Column> chosen(List<Column> all, TableRequest request) {
        Map<String, Column> byName = new HashMap<>();
        all.forEach(column -> byName.put(column.name(), column));
        List<String> unknown = new ArrayList<>(request.columns());
        unknown.addAll(request.exclude());
        unknown.addAll(request.onBadValue().named());
        unknown.removeIf(byName::containsKey);
        if (!unknown.isEmpty()) {
            throw new ExportException(
                    ErrorCode.NO_SUCH_COLUMN,
                    capitalized(request.subject()) + " has no column " + OptionList.write(unknown) + ".",
                    "Its columns are " + names(all) + "; write them as they are here.");
        }
        List<Column> wanted = request.columns().isEmpty()
                ? all
                : request.columns().stream().map(byName::get).toList();
        Set<String> excluded = new HashSet<>(request.exclude());
        List<Column> chosen = wanted.stream()
                .filter(column -> !excluded.contains(column.name()))
                .toList();
        requireAny(chosen, request);
        return chosen;
    }

    private static void requireAny(List<Column> columns, TableRequest request) {
        if (columns.isEmpty()) {
            throw new ExportException(
                    ErrorCode.NO_SUCH_COLUMN,
                    capitalized(request.subject()) + " has no column left to export.",
                    "A Parquet file needs at least one: shorten exclude, or give the table a column.");
        }
    }

    /** The writer would find it out after the first rows. */
    private static void requireFiltered(List<Column> columns, Partitioning partitioning, TableRequest request) {
        List<String> read = Stream.concat(
                        columns.stream().map(Column::source),
                        columns.stream().filter(Column::hasTextField).map(column -> column.textField()
                                .name()))
                .toList();
        List<String> folders = columns.stream()
                .filter(column -> !partitioning.isInFiles(column.name()))
                .map(Column::source)
                .toList();
        for (String name : request.bloomFilters()) {
            if (!read.contains(name)) {
                throw new ExportException(
                        ErrorCode.NO_SUCH_COLUMN,
                        "bloomFilters of " + request.subject() + " names " + name + ", which is not read.",
                        Spelling.meant(name, read) + "What is read is " + OptionList.write(read) + ".");
            }
            if (folders.contains(name)) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "bloomFilters of " + request.subject() + " names " + name
                                + ", whose values the names of folders tell, and not the files.",
                        "Leave it out: readers open the folders of a value alone. Or set keepPartitionColumns: true.");
            }
        }
    }

    /** The key under its names in the lake, if all of it is read. */
    private static List<String> key(List<String> key, List<Column> columns) {
        Map<String, String> read = new HashMap<>();
        columns.forEach(column -> read.put(column.source(), column.name()));
        return read.keySet().containsAll(key) ? key.stream().map(read::get).toList() : List.of();
    }

    private static String list(List<Column> columns, List<String> hashed) {
        return Stream.of(
                        columns.stream().map(Column::selected),
                        columns.stream().filter(Column::isReadAsText).map(Column::selectedText),
                        hashed.stream())
                .flatMap(parts -> parts)
                .collect(Collectors.joining(", "));
    }

    private static String names(List<Column> columns) {
        return OptionList.write(columns.stream().map(Column::name).toList());
    }

    private static String capitalized(String subject) {
        return Character.toUpperCase(subject.charAt(0)) + subject.substring(1);
    }
}
