package dev.caravan.component.parquetfile;

import dev.caravan.batch.RowBatch;
import dev.caravan.component.Failures;
import dev.caravan.component.RunSlots;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Column;
import dev.caravan.plan.OptionList;
import dev.caravan.records.RecordShape;
import dev.caravan.run.ActiveRun;
import dev.caravan.run.ChunkRead;
import dev.caravan.run.ListRun;
import dev.caravan.write.DataFile;
import dev.caravan.write.WriteOptions;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/** Writes one batch an exchange. */
class ParquetFileProducer extends StepProducer {
    private final ParquetFileEndpoint endpoint;
    private @Nullable RecordShape declared;

    ParquetFileProducer(ParquetFileEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        ActiveRun run = Runs.of(exchange, "parquet-file:" + endpoint.getTableId());
        exchange.getMessage().setBody(write(run, exchange));
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        String schema = endpoint.getConfiguration().getSchema();
        if (schema != null) {
            try (InputStream json =
                    ResourceHelper.resolveMandatoryResourceAsInputStream(endpoint.getCamelContext(), schema)) {
                declared = RecordShape.parse(json, schema);
            } catch (FileNotFoundException e) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "The schema " + schema + " of parquet-file:" + endpoint.getTableId() + " is not there.",
                        "Name a resource, as file:schemas/orders.avsc or classpath:orders.avsc.",
                        e);
            }
        }
    }

    private @Nullable Object write(ActiveRun run, Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof RowBatch batch) {
            ChunkRead chunk = Runs.chunk(exchange, "parquet-file:" + endpoint.getTableId());
            boolean last = exchange.getProperty(ExchangePropertyKey.SPLIT_COMPLETE, true, Boolean.class);
            List<DataFile> completed = chunk.write(batch, last, options(run));
            return chunk.isPartitioned()
                    ? completed
                    : completed.stream().findFirst().orElse(null);
        }
        if (body instanceof List<?> rows && run instanceof ListRun lists) {
            Unheard unheard = new Unheard(run, "Writing rows of " + endpoint.getTableId());
            exchange.getExchangeExtension().addOnCompletion(unheard);
            DataFile file = lists.write(rows, declared, options(run));
            unheard.where = "File " + file.name() + " of " + endpoint.getTableId();
            return file;
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "parquet-file:" + endpoint.getTableId() + " got a body of "
                        + (body == null ? "null" : body.getClass().getName()) + ".",
                "Give it a RowBatch, as pg-copy: makes them, in a run that pg-table: has begun, or a list of maps or of Avro records"
                        + " in a run that lake-run: has begun.");
    }

    private WriteOptions options(ActiveRun run) {
        ParquetFileConfiguration options = endpoint.getConfiguration();
        long memoryBytes = RunSlots.of(endpoint.getCamelContext()).rowGroupBytes(run.readers());
        return new WriteOptions(
                options.getCompression(),
                Math.min(options.getRowGroupSize(), memoryBytes),
                options.getFileSize(),
                bloomFilters(run),
                memoryBytes);
    }

    /** The option names columns as the source does, and files have their names in the lake. */
    private Set<String> bloomFilters(ActiveRun run) {
        String names = Objects.requireNonNullElse(endpoint.getConfiguration().getBloomFilters(), "");
        if (names.isBlank()) {
            return Set.of();
        }
        Map<String, String> renamed = run.plan().columns().stream()
                .collect(Collectors.toMap(Column::source, Column::name, (first, second) -> first));
        return OptionList.names("bloomFilters", names).stream()
                .map(name -> renamed.getOrDefault(name, name))
                .collect(Collectors.toSet());
    }

    /** Tells the run of a batch that failed, at whichever step: an Aggregator logs that and tells nobody. */
    private static final class Unheard extends SynchronizationAdapter {
        private final ActiveRun run;
        private String where;

        Unheard(ActiveRun run, String where) {
            this.run = run;
            this.where = where;
        }

        @Override
        public void onFailure(Exchange exchange) {
            if (exchange.getException() != null) {
                run.fail(Failures.of(exchange.getException(), where));
            }
        }
    }
}
