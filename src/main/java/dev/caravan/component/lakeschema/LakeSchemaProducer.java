package dev.caravan.component.lakeschema;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.S3LakeStore;
import dev.caravan.component.StepProducer;
import dev.caravan.contract.Contract;
import dev.caravan.contract.DriftPolicy;
import dev.caravan.contract.ShapeAgreement;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Agreement;
import dev.caravan.publish.LastRun;
import dev.caravan.publish.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.ResourceHelper;
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
            Contract contract = Contract.parse(schema.get(), read(exchange, schema.get()));
            return ShapeAgreement.onContract(schema.get(), contract, drift.orElse(DriftPolicy.FAIL));
        }
        Optional<LastRun> last = LastRun.find(
                S3LakeStore.of(exchange.getContext(), options.getBucket()),
                new Layout(options.getPrefix(), endpoint.getTableId()));
        return last.<Agreement>map(
                        run -> ShapeAgreement.onRun(run.runId(), run.columns(), drift.orElse(DriftPolicy.ADD)))
                .orElse(Agreement.NONE);
    }

    private String read(Exchange exchange, String schema) {
        String location = ResourceHelper.hasScheme(schema) ? schema : "file:" + inFolder(schema);
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(exchange.getContext(), location)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The contract of " + endpoint.getTableId() + ", " + location + ", cannot be read: " + e.getMessage()
                            + ".",
                    "Put it beside the table file, or name another with schema (a file of that folder, file: or"
                            + " classpath:); caravan scaffold --contract SCHEMA.TABLE writes one.",
                    e);
        }
    }

    private Path inFolder(String schema) {
        return given(endpoint.getConfiguration().getFolder())
                .map(folder -> Path.of(folder).resolve(schema))
                .orElseGet(() -> Path.of(schema));
    }

    private static Optional<String> given(@Nullable String option) {
        return Optional.ofNullable(option).map(String::strip).filter(text -> !text.isEmpty());
    }
}
