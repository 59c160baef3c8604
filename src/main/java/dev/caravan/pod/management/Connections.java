package dev.caravan.pod.management;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Bounds how many connections there are and how long each may take, so that none is held by who sends a byte a minute or
 * reads none.
 *
 * <p>When there are too many, the one that has been idle longest is closed: a client that opens connections and
 * leaves them takes no place of a probe of Kubernetes.
 */
final class Connections {
    /** Probes, Prometheus, and a browser or two with six connections each; the rest is room. */
    static final int MOST = 64;
    /** From the opening, or the end of the last answer, until the next request has come with its body. */
    static final long REQUEST_MILLIS = 15_000;
    /** A scrape of Prometheus begins every minute at most, so that it keeps its connection. */
    static final long IDLE_MILLIS = 75_000;
    /** From the end of a request until its answer has been read. */
    static final long ANSWER_MILLIS = 60_000;

    private final Vertx vertx;
    private final Map<HttpConnection, Long> timers = new HashMap<>();
    private final Set<HttpConnection> waiting = new LinkedHashSet<>();

    Connections(Vertx vertx) {
        this.vertx = vertx;
    }

    synchronized void opened(HttpConnection connection) {
        connection.closeHandler(closed -> forget(connection));
        if (timers.size() >= MOST && !closeLongestWaiting()) {
            connection.close();
            return;
        }
        waiting.add(connection);
        limit(connection, REQUEST_MILLIS);
    }

    /** The headers of a request have come. */
    synchronized void requested(HttpConnection connection) {
        waiting.remove(connection);
        limit(connection, REQUEST_MILLIS);
    }

    /** All of a request has come. */
    synchronized void received(HttpConnection connection) {
        limit(connection, ANSWER_MILLIS);
    }

    /** The answer has been sent. */
    synchronized void answered(HttpConnection connection) {
        if (timers.containsKey(connection)) {
            waiting.add(connection);
            limit(connection, IDLE_MILLIS);
        }
    }

    private synchronized void forget(HttpConnection connection) {
        waiting.remove(connection);
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void limit(HttpConnection connection, long millis) {
        Long before = timers.put(connection, vertx.setTimer(millis, elapsed -> connection.close()));
        if (before != null) {
            vertx.cancelTimer(before);
        }
    }

    private boolean closeLongestWaiting() {
        Iterator<HttpConnection> longest = waiting.iterator();
        if (!longest.hasNext()) {
            return false;
        }
        HttpConnection connection = longest.next();
        forget(connection);
        connection.close();
        return true;
    }
}
