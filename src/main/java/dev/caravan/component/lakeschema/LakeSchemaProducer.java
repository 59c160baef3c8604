package dev.caravan.component.lakeschema;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.S3LakeStore;
import dev.caravan.component.StepProducer;
import dev.caravan.contract.Contract;
import dev.caravan.contract.DriftPolicy;
import dev.caravan.contract.ShapeAgreement;
import dev.caravan.plan.Agreement;
import dev.caravan.publish.LastRun;
import dev.caravan.publish.Layout;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Finds one shape an exchange; anew each time, so that an edited contract holds from the next run on. */
class LakeSchemaProducer extends StepProducer {
    private final LakeSchemaEndpoint endpoint;

    LakeSchemaProducer(LakeSchemaEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        exchange.setProperty(CaravanConstants.AGREEMENT, agreement(exchange));
    }

    private Agreement agreement(Exchange exchange) {
        LakeSchemaConfiguration options = endpoint.getConfiguration();
        Optional<DriftPolicy> drift = given(options.getDrift()).map(DriftPolicy::of);
        Optional<String> schema = given(options.getSchema());
        if (schema.isPresent()) {
            Contract contract = ContractFile.read(
                    exchange.getContext(), endpoint.getTableId(), schema.get(), given(options.getFolder()));
            return ShapeAgreement.onContract(schema.get(), contract, drift.orElse(DriftPolicy.FAIL));
        }
        Optional<LastRun> last = LastRun.find(
                S3LakeStore.of(exchange.getContext(), options.getBucket()),
                new Layout(options.getPrefix(), endpoint.getTableId()));
        return last.<Agreement>map(
                        run -> ShapeAgreement.onRun(run.runId(), run.columns(), drift.orElse(DriftPolicy.ADD)))
                .orElse(Agreement.NONE);
    }

    private static Optional<String> given(@Nullable String option) {
        return Optional.ofNullable(option).map(String::strip).filter(text -> !text.isEmpty());
    }
}
