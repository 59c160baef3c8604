package dev.caravan.component.lakepart;

import dev.caravan.aws.S3LakeStore;
import dev.caravan.component.LakeStores;
import dev.caravan.component.StepProducer;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.upload.FilePart;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;

/** Uploads one part an exchange. */
class LakePartProducer extends StepProducer {
    private final LakePartEndpoint endpoint;

    LakePartProducer(LakePartEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        String key = exchange.getMessage().getHeader(AWS2S3Constants.KEY, String.class);
        if (key == null || !(exchange.getMessage().getBody() instanceof FilePart part)) {
            Object body = exchange.getMessage().getBody();
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "lake-part:" + endpoint.getName() + " in route " + exchange.getFromRouteId() + " got "
                            + (key == null
                                    ? "no header " + AWS2S3Constants.KEY
                                    : "a body of " + body + " instead of a part of a file")
                            + ".",
                    "Let lake-upload: call this route, by its option partsTo.");
        }
        S3LakeStore store = LakeStores.of(exchange.getContext(), endpoint.getConfiguration());
        part.send(() -> store.upload(key));
    }
}
