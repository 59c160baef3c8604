package dev.caravan.schedule;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.OwnThread;
import dev.caravan.component.RunSlots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Which run has the next slot. */
class RunSlotsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void another_attempt_waits_since_it_begins_and_not_since_the_fire() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setHeader("scheduledFireTime", Date.from(NOON));
            Instant before = Instant.now();

            assertThat(RunSlots.since(exchange)).isEqualTo(NOON);
            assertThat(RunSlots.since(exchange)).isAfterOrEqualTo(before);
            assertThat(RunSlots.since(exchange)).isAfterOrEqualTo(before);
        }
    }

    @Test
    void a_source_whose_runs_hang_takes_not_every_slot_while_another_source_waits() throws Exception {
        try (DefaultCamelContext context = context(2)) {
            RunSlots slots = RunSlots.of(context);
            RunSlots.Turn first = running(slots, "hung", "h1", NOON);
            RunSlots.Turn second = running(slots, "hung", "h2", NOON);
            List<String> order = new CopyOnWriteArrayList<>();
            List<CompletableFuture<RunSlots.Turn>> waiting = new ArrayList<>();
            // With a turn of its source each, as those that have their connection.
            second.close();
            waiting.add(begin(slots, "hung", "h3", NOON, order));
            await("1 slots", () -> order.size() == 1);
            waiting.add(begin(slots, "sound", "s1", NOON.plusSeconds(60), order));
            await("1 wait", () -> slots.waits().count(RunWaits.Kind.SLOT) == 1);
            first.close();
            await("2 slots", () -> order.size() == 2);
            waiting.add(begin(slots, "hung", "h4", NOON, order));
            waiting.add(begin(slots, "sound", "s2", NOON.plusSeconds(60), order));
            await("2 wait", () -> slots.waits().count(RunWaits.Kind.SLOT) == 2);
            // The hung one still has its slot, and is older.
            waiting.get(1).get(10, TimeUnit.SECONDS).close();
            await("3 slots", () -> order.size() == 3);

            assertThat(order).containsExactly("h3", "s1", "s2");
            waiting.get(0).get(10, TimeUnit.SECONDS).close();
            await("4 slots", () -> order.size() == 4);
            assertThat(order).endsWith("h4");
        }
    }

    @Test
    void one_source_alone_has_every_slot_and_one_slot_is_for_the_oldest_of_all() throws Exception {
        try (DefaultCamelContext context = context(3)) {
            RunSlots slots = RunSlots.of(context);
            for (int i = 0; i < 3; i++) {
                running(slots, "only", "t" + i, NOON);
            }
            assertThat(slots.waits().count(RunWaits.Kind.SLOT)).isZero();
        }
        try (DefaultCamelContext context = context(1)) {
            RunSlots slots = RunSlots.of(context);
            List<String> order = new CopyOnWriteArrayList<>();
            RunSlots.Turn holder = running(slots, "c", "c", NOON);
            CompletableFuture<?> newer = begin(slots, "b", "newer", NOON.plusSeconds(1), order);
            CompletableFuture<?> older = begin(slots, "a", "older", NOON, order);
            await("2 wait", () -> slots.waits().count(RunWaits.Kind.SLOT) == 2);
            holder.close();
            await("1 slots", () -> order.size() == 1);
            assertThat(order).containsExactly("older");
            older.get(10, TimeUnit.SECONDS);
            assertThat(newer).isNotDone();
        }
    }

    private static DefaultCamelContext context(int maximum) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty(RunSlots.SETTING, Integer.toString(maximum));
        return context;
    }

    private static RunSlots.Turn running(RunSlots slots, String source, String table, Instant since) throws Exception {
        return begin(slots, source, table, since, new ArrayList<>()).get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<RunSlots.Turn> begin(
            RunSlots slots, String source, String table, Instant since, List<String> order) {
        return CompletableFuture.supplyAsync(
                () -> {
                    RunSlots.Turn turn = slots.turn(source, table, since);
                    turn.takeSlot();
                    order.add(table);
                    return turn;
                },
                OwnThread::start);
    }
}
