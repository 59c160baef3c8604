package dev.caravan.component.pgtable;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.GroupMember;
import dev.caravan.component.GroupSkipped;
import dev.caravan.component.MaskKeySetting;
import dev.caravan.component.ReaderSlots;
import dev.caravan.component.RunSlots;
import dev.caravan.component.Runs;
import dev.caravan.component.SnapshotGroups;
import dev.caravan.component.Sources;
import dev.caravan.component.StagingFolder;
import dev.caravan.component.StepProducer;
import dev.caravan.component.TimeSetting;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.ChunkSizes;
import dev.caravan.plan.Difference;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.run.ChunkedRun;
import dev.caravan.schedule.Stopping;
import dev.caravan.source.MaskKey;
import dev.caravan.source.Readers;
import dev.caravan.source.Snapshot;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans one run an exchange. */
class PgTableProducer extends StepProducer {
    private static final Logger LOG = LoggerFactory.getLogger(PgTableProducer.class);

    /** The setting that says how long a run waits for locks, all its attempts together. */
    private static final String LOCK_TIMEOUT = "caravan.lock.timeout";

    /** Longer than most changes of a table take, and well within the hour of an hourly table. */
    private static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMinutes(10);

    /** Exchange property: how long the run has waited for locks. */
    private static final String LOCK_WAITED = "CamelCaravanLockWaited";

    private final PgTableEndpoint endpoint;

    PgTableProducer(PgTableEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected String tableOfRun() {
        return endpoint.getTableId();
    }

    @Override
    protected void act(Exchange exchange) {
        Runs.end(exchange);
        String runId = Runs.id(exchange);
        TableRequest request = new RequestOptions(endpoint.getConfiguration(), exchange).request(endpoint.getTableId());
        DataSource source = Sources.of(
                endpoint.getCamelContext(), endpoint.getConfiguration().getSource(), "Table " + endpoint.getTableId());
        MaskKey key = MaskKeySetting.of(exchange.getContext(), request);
        RunSlots slots = RunSlots.of(exchange.getContext());
        LockWait locks = new LockWait(source, request, slots.waits(), lockTimeout(exchange), lockWaited(exchange));
        try {
            Instant since = RunSlots.since(exchange);
            Optional<GroupMember> member = gather(exchange, request, source, since);
            ChunkedRun run = new RunStart(
                            slots, endpoint.getConfiguration().getSource(), source, request, member.isEmpty())
                    .begin(
                            since,
                            locks,
                            (connection, turn) -> plan(
                                    exchange,
                                    source,
                                    snapshot(exchange, connection, request, locks, key),
                                    request,
                                    runId,
                                    turn));
            begin(exchange, run, request);
            member.ifPresent(each -> each.reads(run));
        } catch (Stopping e) {
            // Nothing has begun, and nothing failed.
            GroupMember.find(exchange).ifPresent(GroupMember::stop);
            Runs.account(exchange).stopped();
            exchange.setRouteStop(true);
        } catch (GroupSkipped e) {
            LOG.info("{} is not exported at this fire, since {}.", request.tableId(), e.getMessage());
            exchange.setRouteStop(true);
        } finally {
            // The next attempt goes on from here.
            exchange.setProperty(LOCK_WAITED, locks.waited());
        }
    }

    /** Waits for the other tables of the group; empty where there is none. */
    private Optional<GroupMember> gather(Exchange exchange, TableRequest request, DataSource source, Instant since) {
        String group = group();
        if (group.isEmpty()) {
            return Optional.empty();
        }
        CamelContext context = exchange.getContext();
        GroupMember member = SnapshotGroups.of(context)
                .gather(
                        new GroupMember.Arrival(group, request, Runs.id(exchange), Runs.isOfFire(exchange), since),
                        new GroupStart(
                                context,
                                group,
                                endpoint.getConfiguration().getSource(),
                                source,
                                lockTimeout(exchange)));
        exchange.setProperty(CaravanConstants.GROUP, member);
        return Optional.of(member);
    }

    private String group() {
        return Objects.requireNonNullElse(endpoint.getConfiguration().getGroup(), "")
                .strip();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (!group().isEmpty()) {
            SnapshotGroups.of(endpoint.getCamelContext()).started(group(), endpoint.getTableId());
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (!group().isEmpty()) {
            SnapshotGroups.of(endpoint.getCamelContext()).stopped(group(), endpoint.getTableId());
        }
        super.doStop();
    }

    private static Snapshot snapshot(
            Exchange exchange, Connection connection, TableRequest request, LockWait locks, @Nullable MaskKey key) {
        Snapshot snapshot = GroupMember.find(exchange)
                .map(member -> member.snapshot(connection, GroupStart.LOCK_TIMEOUT))
                .orElseGet(() -> Snapshot.on(connection, request.subject(), locks.attempt()))
                .withMaskKey(key);
        return Runs.account(exchange).attempts() == 1 ? snapshot.onFirstAttempt() : snapshot;
    }

    private static void begin(Exchange exchange, ChunkedRun run, TableRequest request) {
        try {
            tell(run.plan());
            Runs.begin(exchange, run);
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
        exchange.getMessage().setBody(run.chunks());
        LOG.debug(
                "Run {} of {}: about {} rows in {} chunks, {} readers",
                run.plan().runId(),
                request.tableId(),
                run.plan().estimatedRows(),
                run.plan().chunks().size(),
                run.readers());
    }

    private static Duration lockTimeout(Exchange exchange) {
        return TimeSetting.of(exchange.getContext(), LOCK_TIMEOUT, DEFAULT_LOCK_TIMEOUT);
    }

    /** All attempts of a run share one limit, or it would be as long as there are attempts. */
    private static Duration lockWaited(Exchange exchange) {
        return exchange.getProperty(LOCK_WAITED, Duration.ZERO, Duration.class);
    }

    private ChunkedRun plan(
            Exchange exchange,
            DataSource source,
            Snapshot snapshot,
            TableRequest request,
            String runId,
            RunSlots.Turn turn) {
        PgTableConfiguration options = endpoint.getConfiguration();
        ReaderSlots.Share share =
                ReaderSlots.of(exchange.getContext()).share(options.getSource(), source, options.getReaders() > 0);
        ChunkSizes sizes = ChunkSizes.of(options.getReaders())
                .within(RunSlots.of(exchange.getContext()).rowGroupBytes(1));
        Readers readers = Readers.of(source, snapshot, request.subject(), share);
        try {
            TableRun plan = Planner.plan(snapshot, readers, sizes, request, agreement(exchange), runId);
            return new ChunkedRun(
                    plan, readers, StagingFolder.of(exchange.getContext()).folder(plan.tableId(), runId), () -> {
                        share.close();
                        turn.close();
                    });
        } catch (RuntimeException | Error e) {
            readers.close();
            share.close();
            throw e;
        }
    }

    private static void tell(TableRun plan) {
        if (!plan.drift().isEmpty()) {
            LOG.warn(
                    "Run {} of {}: {} has changed: {}",
                    plan.runId(),
                    plan.tableId(),
                    plan.subject(),
                    plan.drift().stream().map(Difference::clause).collect(Collectors.joining("; ")));
        }
        List<String> notes = plan.completeness().notes();
        if (!notes.isEmpty()) {
            LOG.warn(
                    "Run {} of {}: {} may be read in part: {}",
                    plan.runId(),
                    plan.tableId(),
                    plan.subject(),
                    String.join(" ", notes));
        }
    }

    private static Agreement agreement(Exchange exchange) {
        return exchange.getProperty(CaravanConstants.AGREEMENT, Agreement.NONE, Agreement.class);
    }
}
