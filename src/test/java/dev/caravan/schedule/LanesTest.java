package dev.caravan.schedule;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.OwnThread;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who goes when: the longest wait first, and nobody behind those that wait for something else. */
class LanesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Lanes lanes = new Lanes("lanes-test");
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        lanes.close();
    }

    @Test
    void whoever_has_waited_longest_goes_first_whenever_it_came() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        lanes.submit("a", 1, NOON, () -> waitFor(begun));
        for (int wait : new int[] {3, 1, 2}) {
            lanes.submit("a", 1, NOON.minusSeconds(wait), () -> order.add(wait));
        }
        assertThat(lanes.queued()).isEqualTo(3);
        assertThat(lanes.longestWait(NOON)).isEqualTo(Duration.ofSeconds(3));
        begun.countDown();
        await("all", () -> order.size() == 3);

        assertThat(order).containsExactly(3, 2, 1);
    }

    @Test
    void of_those_that_wait_since_the_same_moment_the_one_without_a_place_for_longest_goes_first() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        lanes.submit("a", 1, NOON, () -> waitFor(begun));
        for (int before : new int[] {2, 3, 1}) {
            lanes.submit("a", 1, NOON, NOON.plusSeconds(before), () -> order.add(before));
        }
        lanes.submit("a", 1, NOON, () -> order.add(0));
        begun.countDown();
        await("all", () -> order.size() == 4);

        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    @Test
    void a_lane_whose_work_hangs_holds_up_no_other_lane() throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            lanes.submit("hung", 2, NOON, () -> waitFor(end));
        }
        lanes.submit("other", 2, NOON.plusSeconds(1), other::countDown);

        assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lanes.queued()).isEqualTo(98);
    }

    @Test
    void only_work_that_has_lent_its_place_is_interrupted() throws Exception {
        CountDownLatch lent = new CountDownLatch(1);
        CompletableFuture<String> pausing = new CompletableFuture<>();
        CompletableFuture<String> working = new CompletableFuture<>();
        lanes.submit("a", 2, NOON, () -> {
            Lanes.lend();
            lent.countDown();
            pausing.complete(waits(end) ? "interrupted" : "ended");
        });
        lanes.submit("a", 2, NOON, () -> working.complete(waits(end) ? "interrupted" : "ended"));
        lent.await();

        lanes.interruptLent();

        assertThat(pausing.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        end.countDown();
        assertThat(working.get(10, TimeUnit.SECONDS)).isEqualTo("ended");
    }

    private static boolean waits(CountDownLatch latch) {
        try {
            latch.await();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Test
    void work_that_waits_for_something_outside_lends_its_place() throws Exception {
        AtomicInteger crawling = new AtomicInteger();
        AtomicInteger reclaimed = new AtomicInteger();
        CountDownLatch othersWait = new CountDownLatch(1);
        for (int i = 0; i < 300; i++) {
            lanes.submit("a", 2, NOON, () -> {
                Lanes.lend();
                crawling.incrementAndGet();
                waitFor(end);
                Lanes.reclaim();
                reclaimed.incrementAndGet();
                waitFor(othersWait);
            });
        }
        await("all have begun", () -> crawling.get() == 300);
        end.countDown();
        await("all have their places back", () -> reclaimed.get() == 300);
        CountDownLatch thirdAtOnce = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            lanes.submit("a", 2, NOON, () -> {
                if (now.incrementAndGet() > 2) {
                    thirdAtOnce.countDown();
                }
                isOpenSoon(thirdAtOnce);
                now.decrementAndGet();
                done.incrementAndGet();
            });
        }
        assertThat(lanes.queued()).isEqualTo(20);
        othersWait.countDown();
        await("the others", () -> done.get() == 20);

        assertThat(thirdAtOnce.getCount())
                .as("no more work begins than there are places")
                .isEqualTo(1);
    }

    @Test
    void no_more_places_are_lent_than_threads_can_be_had_for() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < Lanes.LENT_MAXIMUM + 100; i++) {
            lanes.submit("a", 2, NOON, () -> {
                begun.incrementAndGet();
                Lanes.lend();
                waitFor(end);
                ended.incrementAndGet();
            });
        }
        await("as many as may", () -> begun.get() >= Lanes.LENT_MAXIMUM + 2);
        assertThat(lanes.queued()).isEqualTo(98);
        end.countDown();
        await("all", () -> ended.get() == Lanes.LENT_MAXIMUM + 100);

        assertThat(lanes.queued()).isZero();
    }

    @Test
    void a_place_that_could_not_be_lent_is_lent_as_soon_as_another_is_taken_back() throws Exception {
        CountDownLatch one = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < Lanes.LENT_MAXIMUM + 2; i++) {
            CountDownLatch awaited = i == 0 ? one : end;
            lanes.submit("a", 1, NOON, () -> {
                begun.incrementAndGet();
                Lanes.lend();
                waitFor(awaited);
            });
        }
        await("as many as may", () -> begun.get() == Lanes.LENT_MAXIMUM + 1);
        assertThat(lanes.queued()).isEqualTo(1);
        one.countDown();

        await("the last", () -> begun.get() == Lanes.LENT_MAXIMUM + 2);
    }

    @Test
    void a_system_without_threads_fails_neither_who_submits_nor_who_lends_and_the_work_is_done_later()
            throws Exception {
        AtomicBoolean exhausted = new AtomicBoolean();
        Lanes scarce = new Lanes("scarce", work -> {
            if (exhausted.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        });
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch lent = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        scarce.submit("a", 1, NOON, () -> {
            waitFor(waiting);
            Lanes.lend();
            lent.countDown();
            waitFor(end);
        });
        exhausted.set(true);
        assertThat(scarce.submit("a", 1, NOON, done::incrementAndGet)).isTrue();
        assertThat(scarce.submit("b", 1, NOON, done::incrementAndGet)).isTrue();
        waiting.countDown();
        assertThat(lent.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(scarce.queued()).isEqualTo(2);
        assertThat(done).hasValue(0);
        exhausted.set(false);

        await("all", () -> done.get() == 2);
        scarce.close();
    }

    @Test
    void what_waits_is_forgotten_when_they_close() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        lanes.submit("a", 1, NOON, () -> {
            begun.countDown();
            waitFor(end);
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        lanes.submit("a", 1, NOON, () -> {});

        assertThat(lanes.close()).isEqualTo(1);
        assertThat(lanes.submit("a", 1, NOON, () -> {})).isFalse();
    }

    @Test
    void a_permit_goes_to_the_oldest_wait_and_a_stop_ends_all_waits() throws Exception {
        Turns turns = new Turns(1);
        Runnable held = turns.take(NOON);
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();
        for (int wait : new int[] {1, 3, 2}) {
            waiting.add(CompletableFuture.runAsync(
                    () -> {
                        Runnable permit = take(turns, NOON.minusSeconds(wait));
                        order.add(wait);
                        permit.run();
                    },
                    OwnThread::start));
        }
        await("all wait", () -> turns.waiting() == 3);
        held.run();
        held.run();
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertThat(order).containsExactly(3, 2, 1);

        turns.take(NOON);
        CompletableFuture<Void> last = CompletableFuture.runAsync(() -> take(turns, NOON), OwnThread::start);
        await("it waits", () -> turns.waiting() == 1);
        turns.stop();
        assertThatThrownBy(last::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(Stopping.class);
    }

    private static Runnable take(Turns turns, Instant since) {
        try {
            return turns.take(since);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOpenSoon(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
