package dev.caravan.component.gluetable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.component.CaravanConstants;
import dev.caravan.component.CatalogClients;
import dev.caravan.component.LakeStores;
import dev.caravan.component.StepProducer;
import dev.caravan.lake.CatalogEntry;
import dev.caravan.lake.Json;
import dev.caravan.lake.Manifest;
import dev.caravan.lake.PublishMode;
import dev.caravan.publish.CatalogUpdate;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates one table an exchange. */
class GlueTableProducer extends StepProducer {
    private static final Logger LOG = LoggerFactory.getLogger(GlueTableProducer.class);

    private final GlueTableEndpoint endpoint;

    GlueTableProducer(GlueTableEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        Manifest published = exchange.getProperty(CaravanConstants.MANIFEST, Manifest.class);
        if (published != null && published.publish() != PublishMode.REPLACE) {
            // The publication itself was the update.
            return;
        }
        GlueTableConfiguration options = endpoint.getConfiguration();
        CatalogEntry entry = CatalogClients.entry(options.getCatalogId(), options.getDatabase(), endpoint.getTableId());
        @Nullable JsonNode manifest = published == null ? null : Json.part(published);
        new CatalogUpdate(
                        LakeStores.of(exchange.getContext(), options),
                        options.layout(endpoint.getTableId()),
                        CatalogClients.tables(exchange.getContext(), options.getGlueClient()))
                .run(entry, manifest, options.isAdopt());
        LOG.debug("Glue table {} is up to date", entry.name());
    }
}
