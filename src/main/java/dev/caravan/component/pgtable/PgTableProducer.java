package dev.caravan.component.pgtable;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.ReaderSlots;
import dev.caravan.component.RunSlots;
import dev.caravan.component.Runs;
import dev.caravan.component.Sources;
import dev.caravan.component.StagingFolder;
import dev.caravan.component.StepProducer;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.BadValuePolicies;
import dev.caravan.plan.ChunkSizes;
import dev.caravan.plan.Difference;
import dev.caravan.plan.Planner;
import dev.caravan.plan.Readers;
import dev.caravan.plan.Snapshot;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.plan.TypeChoices;
import dev.caravan.run.ActiveRun;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans one run an exchange. */
class PgTableProducer extends StepProducer {
    private static final Logger LOG = LoggerFactory.getLogger(PgTableProducer.class);

    private final PgTableEndpoint endpoint;

    PgTableProducer(PgTableEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        Runs.end(exchange);
        String runId = Runs.id(exchange);
        TableRequest request = request(exchange);
        DataSource source = Sources.of(
                endpoint.getCamelContext(), endpoint.getConfiguration().getSource(), "Table " + endpoint.getTableId());
        Runnable slot = RunSlots.of(exchange.getContext()).take();
        try {
            ActiveRun run = plan(exchange, source, request, runId, slot);
            tell(run.plan());
            Runs.begin(exchange, run);
            exchange.setProperty(CaravanConstants.CHUNKS, run.turns());
            exchange.getMessage().setBody(run.plan());
            LOG.debug(
                    "Run {} of {}: about {} rows in {} chunks, {} readers",
                    runId,
                    request.tableId(),
                    run.plan().estimatedRows(),
                    run.plan().chunks().size(),
                    run.readers());
        } catch (RuntimeException | Error e) {
            slot.run();
            throw e;
        }
    }

    private ActiveRun plan(Exchange exchange, DataSource source, TableRequest request, String runId, Runnable slot) {
        PgTableConfiguration options = endpoint.getConfiguration();
        ReaderSlots.Share share =
                ReaderSlots.of(exchange.getContext()).share(options.getSource(), source, options.getReaders() > 0);
        Snapshot snapshot = Snapshot.open(source, request.subject());
        Readers readers = Readers.of(source, snapshot, request.subject(), ChunkSizes.of(options.getReaders()), share);
        try {
            TableRun plan = Planner.plan(snapshot, readers, request, agreement(exchange), runId);
            return new ActiveRun(
                    plan, readers, StagingFolder.of(exchange.getContext()).folder(plan.tableId(), runId), () -> {
                        share.close();
                        slot.run();
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

    private TableRequest request(Exchange exchange) {
        PgTableConfiguration options = endpoint.getConfiguration();
        String query = text(exchange, CaravanConstants.QUERY, options.getQuery());
        String table = text(exchange, CaravanConstants.TABLE, options.getTable());
        return new TableRequest(
                endpoint.getTableId(),
                table.isEmpty() && query.isEmpty() ? endpoint.getTableId() : table,
                query,
                list(text(exchange, CaravanConstants.COLUMNS, options.getColumns())),
                list(text(exchange, CaravanConstants.EXCLUDE, options.getExclude())),
                text(exchange, CaravanConstants.WHERE, options.getWhere()),
                BadValuePolicies.parse(text(exchange, CaravanConstants.ON_BAD_VALUE, options.getOnBadValue())),
                TypeChoices.parse(text(exchange, CaravanConstants.TYPES, options.getTypes())),
                list(Objects.requireNonNullElse(options.getSortBy(), "")),
                options.getRowSecurity());
    }

    private static String text(Exchange exchange, String header, @Nullable String option) {
        String given = exchange.getMessage().getHeader(header, String.class);
        String value = given == null || given.isBlank() ? Objects.requireNonNullElse(option, "") : given;
        return value.strip();
    }

    private static List<String> list(String names) {
        return Stream.of(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
