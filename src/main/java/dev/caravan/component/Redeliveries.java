package dev.caravan.component;

import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeRedeliveryEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.ExchangeHelper;

/** Enters into the account of a run what error handlers are about to try again, whichever error handler it is. */
public final class Redeliveries extends EventNotifierSupport {
    /** The routes that retry something of a run alone. */
    private static final String CHUNK_ROUTE = "retried-chunk";

    private static final String PART_ROUTE = "uploaded-part";
    private static final String UPLOAD_ROUTE = ".upload";

    @Override
    protected void doInit() {
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        // Camel takes this for the redeliveries, too.
        setIgnoreExchangeFailedEvents(false);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event.getType() == CamelEvent.Type.ExchangeRedelivery;
    }

    @Override
    public void notify(CamelEvent event) {
        Exchange exchange = ((ExchangeRedeliveryEvent) event).getExchange();
        RunAccount account = RunAccount.find(exchange).orElse(null);
        if (account == null) {
            return;
        }
        if (account.isOf(exchange)) {
            Throwable caught =
                    exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
            account.attemptFailed(caught == null ? new IllegalStateException("no exception was caught") : caught);
        } else {
            account.retried(what(String.valueOf(ExchangeHelper.getAtRouteId(exchange))));
        }
    }

    private static RunObserver.Retry what(String route) {
        if (route.equals(CHUNK_ROUTE)) {
            return RunObserver.Retry.CHUNK;
        }
        return route.equals(PART_ROUTE) || route.endsWith(UPLOAD_ROUTE)
                ? RunObserver.Retry.UPLOAD
                : RunObserver.Retry.STEP;
    }
}
