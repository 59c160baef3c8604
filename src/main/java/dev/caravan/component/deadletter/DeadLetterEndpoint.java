package dev.caravan.component.deadletter;

import dev.caravan.component.CaravanConstants;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Record in the bucket why a run failed permanently: run, step, error, hint, number of attempts.
 *
 * <p>Also one line in the log; a bucket that cannot be written does not hide the failure.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "lake-dead-letter",
        title = "Lake Dead Letter",
        syntax = "lake-dead-letter:name",
        producerOnly = true,
        remote = true,
        category = {Category.CLOUD, Category.MONITORING},
        headersClass = CaravanConstants.class)
public class DeadLetterEndpoint extends DefaultEndpoint {
    @UriPath(description = "A name for people; the table comes from the exchange.")
    @Metadata(required = true)
    private final String name;

    @UriParam
    private final DeadLetterConfiguration configuration;

    /** An endpoint of one table. */
    public DeadLetterEndpoint(
            String uri, DeadLetterComponent component, String name, DeadLetterConfiguration configuration) {
        super(uri, component);
        this.name = name;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new DeadLetterProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("lake-dead-letter begins no route");
    }

    public String getName() {
        return name;
    }

    public DeadLetterConfiguration getConfiguration() {
        return configuration;
    }
}
