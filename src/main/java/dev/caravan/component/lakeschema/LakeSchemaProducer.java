package dev.caravan.component.lakeschema;

import dev.caravan.aws.S3LakeStore;
import dev.caravan.component.CaravanConstants;
import dev.caravan.component.CatalogClients;
import dev.caravan.component.LakeStores;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.contract.Contract;
import dev.caravan.contract.DriftPolicy;
import dev.caravan.contract.ShapeAgreement;
import dev.caravan.lake.Layout;
import dev.caravan.lake.RunFolder;
import dev.caravan.plan.Agreement;
import dev.caravan.plan.RunId;
import dev.caravan.publish.CurrentRun;
import dev.caravan.publish.FailedRun;
import dev.caravan.publish.LastRun;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds one shape an exchange; anew each time, so that an edited contract holds from the next run on. */
class LakeSchemaProducer extends StepProducer {
    private static final Logger LOG = LoggerFactory.getLogger(LakeSchemaProducer.class);

    private final LakeSchemaEndpoint endpoint;

    LakeSchemaProducer(LakeSchemaEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected String tableOfRun() {
        return endpoint.getTableId();
    }

    @Override
    protected void act(Exchange exchange) {
        LakeSchemaConfiguration options = endpoint.getConfiguration();
        S3LakeStore store = LakeStores.of(exchange.getContext(), options);
        Layout layout = options.layout(endpoint.getTableId());
        FolderClaim claim = new FolderClaim(exchange, store, layout);
        claim.take(options.getPublish());
        CurrentRun current =
                CurrentRun.of(store, layout, CatalogClients.tables(exchange.getContext(), options.getGlueClient()));
        if (isPublishedByOthers(exchange, current)) {
            LOG.info(
                    "Run {} of {} was published by another process, which ran the same fire; nothing is left to do here",
                    current.runId(),
                    endpoint.getTableId());
            RunFolder folder = claim.release();
            Runs.attempt(exchange)
                    .ifPresent(attempt -> FailedRun.removeUploads(store, layout, current.runId(), attempt, folder));
            exchange.setProperty(CaravanConstants.RUN_IS_DONE, true);
            exchange.setRouteStop(true);
            return;
        }
        claim.settle(options.getPublish(), current.state());
        exchange.setProperty(CaravanConstants.BASE, current.attempt());
        exchange.setProperty(CaravanConstants.AGREEMENT, agreement(exchange, store, current));
    }

    private static boolean isPublishedByOthers(Exchange exchange, CurrentRun current) {
        return current.runId().equals(Runs.id(exchange))
                && !RunId.isSameExecution(
                        current.attempt(), Runs.attempt(exchange).orElse(null));
    }

    private Agreement agreement(Exchange exchange, S3LakeStore store, CurrentRun current) {
        LakeSchemaConfiguration options = endpoint.getConfiguration();
        Optional<DriftPolicy> drift = given(options.getDrift()).map(DriftPolicy::of);
        Optional<String> schema = given(options.getSchema());
        if (schema.isPresent()) {
            Contract contract = ContractFile.read(
                    exchange.getContext(), endpoint.getTableId(), schema.get(), given(options.getFolder()));
            return ShapeAgreement.onContract(schema.get(), contract, drift.orElse(DriftPolicy.FAIL));
        }
        return LastRun.find(store, current)
                .<Agreement>map(run -> ShapeAgreement.onRun(run.runId(), run.columns(), drift.orElse(DriftPolicy.ADD)))
                .orElse(Agreement.NONE);
    }

    private static Optional<String> given(@Nullable String option) {
        return Optional.ofNullable(option).map(String::strip).filter(text -> !text.isEmpty());
    }
}
