package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * A producer whose failures always reach the route's error handler.
 *
 * <p>Camel's engine drops an exchange in which an {@link Error} is thrown: it would never end, and would hold its connection
 * and the shutdown. So an Error becomes an exception here.
 */
public abstract class StepProducer extends DefaultProducer {
    protected StepProducer(Endpoint endpoint) {
        super(endpoint);
    }

    /** Does the step's one act. */
    protected abstract void act(Exchange exchange) throws Exception;

    /** The table whose run the step begins or goes on with; null for a step that only works for a run that has begun. */
    protected @Nullable String tableOfRun() {
        return null;
    }

    @Override
    public final void process(Exchange exchange) throws Exception {
        String table = tableOfRun();
        if (table != null) {
            Runs.account(exchange).works(table);
            Runs.enter(exchange);
        }
        RunAccount.markLines(exchange);
        try {
            act(exchange);
        } catch (Error e) {
            throw new ExportException(
                    ErrorCode.INTERNAL,
                    getEndpoint() + " broke: " + e + ".",
                    e instanceof OutOfMemoryError
                            ? "Give the process more memory (-Xmx), or lower rowGroupSize and batchBytes."
                            : "Check that the installation is whole; report this with the stack trace of the log.",
                    e);
        }
    }
}
