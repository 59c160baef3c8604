package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.run.ListRun;
import java.util.Collections;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
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

    /** The options of sql and jdbc that end a result early, as if there were no more rows. */
    private static final Pattern LIMIT =
            Pattern.compile("[?&](?:template\\.maxRows|statement\\.maxRows|readSize)=(\\d{1,18})");

    /** The body's rows, to be split. */
    @Handler
    public Iterator<Object> watch(Exchange exchange) {
        Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
        if (Runs.of(exchange, "bean:" + BEAN) instanceof ListRun run) {
            return run.watch(rows == null ? Collections.emptyIterator() : rows, limit(exchange));
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "bean:" + BEAN + " in route " + exchange.getFromRouteId()
                        + " came into a run that pg-table: has begun.",
                "Remove it: pg-table: and pg-copy: watch their rows themselves. It is for the runs of lake-run:.");
    }

    /** How many rows the endpoint that has opened them hands out at most. */
    private static long limit(Exchange exchange) {
        String opener = exchange.getProperty(ExchangePropertyKey.TO_ENDPOINT, "", String.class);
        return LIMIT.matcher(opener)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .filter(rows -> rows > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
