package dev.caravan.run;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a source on their way to the split.
 *
 * <p>A cursor that broke says from then on that it has no more rows, so whoever asked again would take the half for the whole.
 * Here it keeps failing.
 */
final class WatchedRows implements Iterator<Object>, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedRows.class);

    private final Iterator<?> rows;
    private final ListRun run;
    private final Runnable count;
    private volatile boolean exhausted;

    WatchedRows(Iterator<?> rows, ListRun run, Runnable count) {
        this.rows = rows;
        this.run = run;
        this.count = count;
    }

    @Override
    public boolean hasNext() {
        run.throwFailure();
        try {
            boolean more = rows.hasNext();
            exhausted = !more;
            return more;
        } catch (RuntimeException e) {
            run.fail(e);
            throw e;
        }
    }

    @Override
    public Object next() {
        run.throwFailure();
        try {
            Object row = rows.next();
            count.run();
            return row;
        } catch (RuntimeException e) {
            run.fail(e);
            throw e;
        }
    }

    /** Whether the source has said that it has no more rows. */
    boolean exhausted() {
        return exhausted;
    }

    @Override
    public void close() {
        if (rows instanceof Closeable cursor) {
            try {
                cursor.close();
            } catch (IOException e) {
                LOG.debug("The source of run {} did not close", run.plan().runId(), e);
            }
        }
    }

    @Override
    public String toString() {
        return "rows of " + run.plan().tableId();
    }
}
