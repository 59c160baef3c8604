package dev.caravan.schedule;

import dev.caravan.TestLake;
import dev.caravan.pod.Pod;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/** A pod as {@code caravan run} starts it, over a lake of its own. */
final class ScheduledPod implements AutoCloseable {
    static final String EVERY_SECOND = "* * * * * ?";

    private final TestLake lake;
    private Pod pod;

    ScheduledPod(String name, Path dir) throws IOException {
        lake = TestLake.open(name, dir);
        try (ServerSocket free = new ServerSocket(0)) {
            lake.set("caravan.management.port", Integer.toString(free.getLocalPort()))
                    .set("caravan.name", name)
                    .set("caravan.retry.maximum", "0")
                    .set("caravan.routes.poll-interval", "200ms");
        }
    }

    TestLake lake() {
        return lake;
    }

    /** Starts it with the tables that are there. */
    ScheduledPod start() {
        pod = Pod.start(Pod.Purpose.SERVE, lake.config());
        pod.watch(lake.routes());
        return this;
    }

    Pod pod() {
        return pod;
    }

    /** A schedule that comes due once. */
    static String at(Instant moment) {
        return DateTimeFormatter.ofPattern("s m H d M '?' yyyy")
                .withZone(ZoneOffset.UTC)
                .format(moment);
    }

    /** A schedule that comes due once a day. */
    static String daily(Instant moment) {
        return DateTimeFormatter.ofPattern("s m H '* * ?'")
                .withZone(ZoneOffset.UTC)
                .format(moment);
    }

    /** How often each table was published. */
    Map<String, Integer> published() {
        Map<String, Integer> runs = new TreeMap<>();
        meters().find("caravan.runs").tag("outcome", "published").counters().stream()
                .filter(counter -> counter.count() > 0)
                .forEach(counter -> runs.put(counter.getId().getTag("table"), (int) counter.count()));
        return runs;
    }

    int published(String table) {
        return published().getOrDefault(table, 0);
    }

    double gauge(String name, String... tags) {
        return meters().get(name).tags(tags).gauge().value();
    }

    double counter(String name, String... tags) {
        return meters().get(name).tags(tags).counter().count();
    }

    private MeterRegistry meters() {
        return pod.context().getRegistry().findSingleByType(MeterRegistry.class);
    }

    /** SIGTERM. */
    void stop() {
        pod.close();
    }

    @Override
    public void close() {
        if (pod != null) {
            stop();
        }
    }
}
