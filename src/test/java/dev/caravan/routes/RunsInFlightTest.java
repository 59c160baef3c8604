package dev.caravan.routes;

import static dev.caravan.Await.await;
import static dev.caravan.routes.RouteFolderFixture.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.OwnThread;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.JobExecutionContext;
import org.quartz.listeners.JobListenerSupport;

class RunsInFlightTest {
    private static final String SLOW = "name: pause, value: 1500";

    @TempDir
    Path dir;

    @Test
    void anEditWaitsForTheRunInFlightAndHoldsUpNoOtherFile() throws Exception {
        try (RouteFolderFixture pod = new RouteFolderFixture(dir)) {
            pod.write("orders.yaml", table("orders", "a", SLOW));
            pod.settle();
            CompletableFuture<Void> run = begin(pod);
            pod.write("orders.yaml", table("orders", "b"));
            pod.write("users.yaml", table("users", "u"));
            pod.settle();
            assertThat(run).isNotDone();
            assertThat(pod.folder.status().waiting()).containsExactly("orders.yaml");
            assertThat(pod.context().getRoute("users")).isNotNull();
            run.get(5, TimeUnit.SECONDS);
            assertThat(pod.ended().getReceivedExchanges().get(0).getMessage().getBody())
                    .isEqualTo("a");
            pod.folder.advance();
            assertThat(pod.folder.waiting()).isFalse();
            assertThat(pod.run("orders")).isEqualTo("b");
        }
    }

    @Test
    void aDeletionWaitsForTheRunInFlight() throws Exception {
        try (RouteFolderFixture pod = new RouteFolderFixture(dir)) {
            pod.write("orders.yaml", table("orders", "a", SLOW));
            pod.settle();
            CompletableFuture<Void> run = begin(pod);
            pod.delete("orders.yaml");
            pod.settle();
            assertThat(run).isNotDone();
            assertThat(pod.routes()).containsExactly("orders", "orders.run");
            run.get(5, TimeUnit.SECONDS);
            assertThat(pod.ended().getReceivedCounter()).isEqualTo(1);
            pod.folder.advance();
            assertThat(pod.routes()).isEmpty();
            assertThat(pod.jobs()).isEmpty();
        }
    }

    @Test
    void aFileThatTakesTheNameOfADeletedOneWaitsWithoutAFault() throws Exception {
        try (RouteFolderFixture pod = new RouteFolderFixture(dir)) {
            pod.write("orders.yaml", table("orders", "a", SLOW));
            pod.settle();
            CompletableFuture<Void> run = begin(pod);
            pod.delete("orders.yaml");
            pod.write("renamed.yaml", table("orders", "b"));
            pod.settle();
            assertThat(pod.faults()).isEmpty();
            run.get(5, TimeUnit.SECONDS);
            pod.settle();
            assertThat(pod.folder.status().loaded()).containsExactly("renamed.yaml");
            assertThat(pod.run("orders")).isEqualTo("b");
        }
    }

    @Test
    void theTriggerDoesNotFireWhileAChangeWaitsAndFiresAfterIt() throws Exception {
        try (RouteFolderFixture pod = new RouteFolderFixture(dir)) {
            String everySecond = "name: schedule, value: \"* * * * * ?\"";
            MockEndpoint began = pod.began();
            began.expectedMinimumMessageCount(1);
            pod.write("orders.yaml", table("orders", "a", "name: pause, value: 2500", everySecond));
            pod.settle();
            began.assertIsSatisfied(5000);
            pod.write("orders.yaml", table("orders", "b", everySecond));
            pod.settle();
            assertThat(pod.folder.waiting()).isTrue();
            pod.ended().expectedMinimumMessageCount(1);
            pod.ended().assertIsSatisfied(5000);
            assertThat(began.getReceivedCounter()).isEqualTo(1);
            while (pod.folder.waiting()) {
                pod.folder.advance();
            }
            pod.ended().expectedMinimumMessageCount(2);
            pod.ended().assertIsSatisfied(5000);
            assertThat(pod.ended().getReceivedExchanges().get(1).getMessage().getBody())
                    .isEqualTo("b");
        }
    }

    @Test
    void aRunThatWasFiredAndIsNotCountedYetHoldsUpTheChange() throws Exception {
        CountDownLatch fired = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        try (RouteFolderFixture pod = new RouteFolderFixture(dir)) {
            pod.context()
                    .getComponent("quartz", QuartzComponent.class)
                    .getScheduler()
                    .getListenerManager()
                    .addJobListener(new HeldJob(fired, goesOn));
            pod.write("orders.yaml", table("orders", "a", "name: schedule, value: \"* * * * * ?\""));
            pod.settle();
            await("a fire", fired);
            pod.write("orders.yaml", table("orders", "b"));
            pod.settle();
            assertThat(pod.folder.waiting()).isTrue();
            assertThat(pod.began().getReceivedCounter()).isZero();
            goesOn.countDown();
            await("the change", () -> {
                pod.folder.advance();
                return !pod.folder.waiting();
            });
            assertThat(pod.run("orders")).isEqualTo("b");
        } finally {
            goesOn.countDown();
        }
    }

    /** Stops each job between its fire and the exchange that Camel makes of it. */
    private static final class HeldJob extends JobListenerSupport {
        private final CountDownLatch fired;
        private final CountDownLatch goesOn;

        HeldJob(CountDownLatch fired, CountDownLatch goesOn) {
            this.fired = fired;
            this.goesOn = goesOn;
        }

        @Override
        public String getName() {
            return "held";
        }

        @Override
        public void jobToBeExecuted(JobExecutionContext context) {
            fired.countDown();
            await("the end of the hold", goesOn);
        }
    }

    private static CompletableFuture<Void> begin(RouteFolderFixture pod) throws Exception {
        pod.began().expectedMessageCount(1);
        CompletableFuture<Void> run = CompletableFuture.runAsync(
                () -> {
                    try {
                        pod.start("orders");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                OwnThread::start);
        pod.began().assertIsSatisfied(5000);
        return run;
    }
}
