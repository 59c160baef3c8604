package dev.caravan.component;

import dev.caravan.run.ChunkRead;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what is about to be tried again, and why. */
public final class RetryNotice implements Processor {
    /** The name that error handlers know this bean by. */
    public static final String BEAN = "retryNotice";

    private static final Logger LOG = LoggerFactory.getLogger(RetryNotice.class);

    @Override
    public void process(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        int number = 1 + exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
        boolean isRun = Objects.equals(exchange.getFromRouteId(), ExchangeHelper.getAtRouteId(exchange));
        Optional<ChunkRead> chunk = Runs.findChunk(exchange);
        RunAccount.markLines(exchange);
        LOG.warn(
                "{}{}: attempt {} of {} after: {}",
                exchange.getFromRouteId(),
                isRun || chunk.isEmpty() ? "" : ", chunk " + chunk.get().chunk().index(),
                number,
                1 + exchange.getMessage().getHeader(Exchange.REDELIVERY_MAX_COUNTER, 0, Integer.class),
                caught == null ? "a failure" : Failures.of(caught, "The run").getMessage());
    }
}
