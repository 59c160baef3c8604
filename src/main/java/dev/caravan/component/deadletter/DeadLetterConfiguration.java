package dev.caravan.component.deadletter;

import dev.caravan.component.HistoryConfiguration;
import org.apache.camel.spi.UriParams;

/** The options of {@code lake-dead-letter}. */
@UriParams
public class DeadLetterConfiguration extends HistoryConfiguration {
    /** A copy for one endpoint. */
    public DeadLetterConfiguration copy() {
        return (DeadLetterConfiguration) copied();
    }
}
