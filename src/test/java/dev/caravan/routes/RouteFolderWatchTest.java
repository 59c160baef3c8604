package dev.caravan.routes;

import static dev.caravan.Await.await;
import static dev.caravan.routes.RouteFolderFixture.table;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RouteFolderWatchTest {
    @TempDir
    Path dir;

    private RouteFolderFixture pod;
    private RouteFolderWatch watch;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() throws Exception {
        pod = new RouteFolderFixture(dir);
        watch = new RouteFolderWatch(pod.context(), pod.folder, Duration.ofMillis(100));
        pod.context().addService(watch);
        log.start();
        ((Logger) LoggerFactory.getLogger(RouteFolder.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(RouteFolder.class)).detachAppender(log);
        watch.stop();
        pod.close();
    }

    @Test
    void aBrokenFileIsToldOnceInTheLogAndStandsInHealthAndJmxUntilFixed() throws Exception {
        pod.write("orders.yaml", table("orders", "a"));
        pod.write("users.yaml", table("users", "a", "name: crom, value: x"));
        await("it comes true", () -> pod.routes().size() == 2 && !pod.faults().isEmpty());
        String told = dir.resolve("users.yaml") + ":6: template tick has no parameter 'crom'.";
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage())
                .hasValueSatisfying(text -> assertThat(text).startsWith(told));
        assertThat(jmx("Rejected"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement()
                .asString()
                .startsWith(told);
        assertThat(jmx("Loaded")).isEqualTo(List.of("orders.yaml"));
        for (String next : List.of("later", "last")) {
            pod.write(next + ".yaml", table(next, "a"));
            await("a further look", () -> pod.routes().contains(next));
        }
        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage).filter(line -> line.startsWith(told)))
                .hasSize(1);

        pod.write("users.yaml", table("users", "a"));
        await("it comes true", () -> pod.faults().isEmpty());
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(jmx("Rejected")).isEqualTo(List.of());
    }

    @Test
    void aReloadOverJmxActsAtOnce() throws Exception {
        pod.write("orders.yaml", table("orders", "a"));
        ManagementFactory.getPlatformMBeanServer().invoke(name(), "reload", null, null);
        assertThat(pod.routes()).containsExactly("orders", "orders.run");
    }

    @Test
    void aLookThatHangsIsToldByHealthAndLogUntilTheNextOneEnds() throws Exception {
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        Logger logger = (Logger) LoggerFactory.getLogger(RouteFolderWatchdog.class);
        logger.addAppender(told);
        logger.setLevel(Level.INFO);
        try {
            // A look takes this lock, so that it waits here as it would for a file system that hangs.
            synchronized (pod.folder) {
                await("it comes true", () -> health().getState() == HealthCheck.State.DOWN && !told.list.isEmpty());
                assertThat(health().getMessage()).hasValueSatisfying(text -> assertThat(text)
                        .startsWith("The route folder has not been looked at for")
                        .contains("restart"));
                assertThat(health().getDetails().get("secondsSinceLook"))
                        .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                        .isGreaterThan(1.0);
            }
            await("it comes true", () -> health().getState() == HealthCheck.State.UP && told.list.size() == 2);
            assertThat(told.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .last()
                    .isEqualTo("The route folder is looked at again.");
        } finally {
            logger.setLevel(null);
            logger.detachAppender(told);
        }
    }

    @Test
    void aLookThatTakesLongIsNoHangWhileItGetsOn() throws Exception {
        Semaphore steps = new Semaphore(0);
        pod.context().addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                steps.acquireUninterruptibly();
            }
        });
        try {
            pod.write("orders.yaml", table("a", "a") + table("b", "b") + table("c", "c"));
            long begun = System.nanoTime();
            for (int step = 1; step <= 5; step++) {
                long next = begun + step * Duration.ofMillis(700).toNanos();
                await("it comes true", () -> {
                    assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
                    return System.nanoTime() >= next;
                });
                steps.release();
            }
            await(
                    "it comes true",
                    () -> steps.availablePermits() == 0 && health().getState() == HealthCheck.State.DOWN);
        } finally {
            steps.release(1_000);
        }
        await("it comes true", () -> health().getState() == HealthCheck.State.UP);
    }

    @Test
    void everyFileThatIsJudgedIsProgress() throws Exception {
        AtomicInteger judged = new AtomicInteger();
        pod.folder.onProgress(judged::incrementAndGet);
        synchronized (pod.folder) {
            for (int file = 0; file < 5; file++) {
                pod.write("bad" + file + ".yaml", "nothing: true");
            }
            pod.folder.look(true);
            assertThat(judged).hasValueGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void anErrorDoesNotEndTheWatch() throws Exception {
        pod.write("deep.yaml", "[".repeat(200_000));
        await("it comes true", () -> !pod.faults().isEmpty());
        pod.write("orders.yaml", table("orders", "a"));
        await("it comes true", () -> pod.routes().contains("orders"));
    }

    private HealthCheck.Result health() {
        return HealthCheckRegistry.get(pod.context())
                .getCheck("route-folder")
                .orElseThrow()
                .call();
    }

    private static Object jmx(String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(name(), attribute);
    }

    private static ObjectName name() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        return server.queryNames(new ObjectName("org.apache.camel:type=services,name=RouteFolderWatch,*"), null)
                .iterator()
                .next();
    }
}
