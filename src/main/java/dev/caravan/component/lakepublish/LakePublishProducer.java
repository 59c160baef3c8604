package dev.caravan.component.lakepublish;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.GroupMember;
import dev.caravan.component.LakeStores;
import dev.caravan.component.Publications;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.lake.Manifest;
import dev.caravan.publish.Publisher;
import dev.caravan.run.ActiveRun;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes one run an exchange. */
class LakePublishProducer extends StepProducer {
    private static final Logger LOG = LoggerFactory.getLogger(LakePublishProducer.class);

    private final LakePublishEndpoint endpoint;

    LakePublishProducer(LakePublishEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        ActiveRun run = Runs.of(exchange, "lake-publish:" + endpoint.getTableId());
        run.requireWhole();
        run.endReads();
        LakePublishConfiguration options = endpoint.getConfiguration();
        Publisher publisher = new Publisher(
                LakeStores.of(exchange.getContext(), options),
                options.layout(endpoint.getTableId()),
                options.getPublish(),
                options.getCatalog(),
                options.target(exchange.getContext(), endpoint.getTableId()),
                options.keep(),
                options.retention());
        Manifest manifest = publish(publisher, exchange, run);
        exchange.setProperty(CaravanConstants.MANIFEST, manifest);
        Runs.account(exchange).published(manifest);
        exchange.getMessage().setBody(manifest);
        if (manifest.badValueCount() > 0) {
            LOG.warn(
                    "Run {} of {} met {} values that the lake cannot hold and rejected {} rows: {}",
                    manifest.runId(),
                    manifest.table(),
                    manifest.badValueCount(),
                    manifest.rowsRejected(),
                    run.badValues().summary());
        }
        LOG.debug(
                "Published {}: {} rows in {} files, {} bytes, run {}",
                manifest.table(),
                manifest.rows(),
                manifest.files().size(),
                manifest.bytes(),
                manifest.runId());
    }

    private static Manifest publish(Publisher publisher, Exchange exchange, ActiveRun run) {
        String attempt = Runs.attempt(exchange).orElseThrow();
        Optional<String> base = Optional.ofNullable(exchange.getProperty(CaravanConstants.BASE, String.class));
        Publications publications = Publications.of(exchange.getContext());
        Optional<GroupMember> member = GroupMember.find(exchange);
        if (member.isPresent()) {
            run.yieldTurn();
            return member.get()
                    .publish(
                            publications,
                            new GroupMember.Part(
                                    attempt,
                                    () -> publisher.prepare(run.read(), attempt, Runs.folder(exchange), base)));
        }
        publications.begin("Run " + run.plan().runId() + " of " + run.plan().tableId(), attempt);
        try {
            return publisher.publish(run.read(), attempt, Runs.folder(exchange), base);
        } finally {
            publications.end(attempt);
        }
    }
}
