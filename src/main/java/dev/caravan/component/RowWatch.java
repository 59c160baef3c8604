package dev.caravan.component;

import java.util.Iterator;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;

/**
 * Lets the exchange's run see the rows that a step before has opened, such as {@code sql} with {@code outputType=StreamList}.
 *
 * <p>They are counted, so that lake-publish knows when some were lost on their way; a batch that failed ends them; and a cursor
 * that broke does not pass for one that has come to its end.
 */
public final class RowWatch {
    /** The name that routes know this bean by. */
    public static final String BEAN = "rowWatch";

    /** The body's rows, to be split. */
    @Handler
    public Iterator<Object> watch(Exchange exchange) {
        Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
        return Runs.of(exchange, "bean:" + BEAN).watch(rows == null ? java.util.Collections.emptyIterator() : rows);
    }
}
