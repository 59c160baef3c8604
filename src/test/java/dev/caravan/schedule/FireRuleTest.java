package dev.caravan.schedule;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/** Which fires run, whatever makes them late: a queue, a long run, a scheduler that stood still, a suspended trigger. */
class FireRuleTest {
    private TestScheduler jobs;
    private Scheduler scheduler;
    private FireQueue queue;

    @BeforeEach
    void start() throws SchedulerException {
        jobs = new TestScheduler();
        scheduler = jobs.scheduler;
        queue = jobs.queue;
    }

    @AfterEach
    void stop() throws SchedulerException {
        jobs.close();
    }

    @Test
    void a_run_skips_exactly_the_fires_that_came_due_while_it_went_on() throws Exception {
        CountDownLatch run = jobs.block();
        jobs.everySecond("long");
        await("a run", () -> TestScheduler.RAN.size() == 1);
        Instant first = TestScheduler.RAN.get(0);
        await("three more fires", () -> Instant.now().isAfter(first.plusMillis(3400)));
        run.countDown();
        await("two more runs", () -> TestScheduler.RAN.size() == 3);

        assertThat(TestScheduler.RAN.subList(0, 3)).containsExactly(first, first.plusSeconds(4), first.plusSeconds(5));
        assertThat(jobs.skipped).hasValue(3);
    }

    @Test
    void a_scheduler_that_stood_still_runs_each_table_once_for_all_that_came_due() throws Exception {
        jobs.everySecond("a");
        jobs.everySecond("b");
        await("runs", () -> TestScheduler.RAN.size() >= 2);
        scheduler.standby();
        int before = TestScheduler.RAN.size();
        Instant since = Instant.now();
        await("fires that nobody sees", () -> Instant.now().isAfter(since.plusMillis(3200)));
        Instant goesOn = Instant.now();
        scheduler.start();
        await("further runs", () -> TestScheduler.RAN.size() >= before + 4);

        List<Instant> late = TestScheduler.RAN.stream()
                .skip(before)
                .filter(due -> due.isBefore(goesOn))
                .toList();
        assertThat(late).as("one late fire of each table").hasSize(2);
        assertThat(jobs.skipped.get()).isPositive();
    }

    @Test
    void a_thousand_tables_that_are_due_in_one_second_all_run_once_with_two_threads() throws Exception {
        Instant due = Instant.now().plusSeconds(3);
        for (int i = 0; i < 1000; i++) {
            jobs.schedule("t" + i, TestScheduler.cron(ScheduledPod.at(due)).startAt(Date.from(due.minusSeconds(2))));
        }
        await("all", () -> TestScheduler.RAN.size() == 1000);

        assertThat(jobs.skipped).hasValue(0);
    }

    @Test
    void what_came_due_while_the_trigger_was_suspended_is_skipped_when_it_is_resumed() throws Exception {
        jobs.everySecond("t");
        await("a run", () -> TestScheduler.RAN.size() == 1);
        TriggerKey key = new TriggerKey("t", "tables");
        scheduler.pauseTrigger(key);
        Instant since = Instant.now();
        int before = TestScheduler.RAN.size();
        await("fires of a suspended trigger", () -> Instant.now().isAfter(since.plusMillis(2500)));
        Instant resumed = Instant.now();
        queue.resumed(key);
        scheduler.resumeTrigger(key);
        await("a run", () -> TestScheduler.RAN.size() > before);

        assertThat(TestScheduler.RAN.get(before)).isAfterOrEqualTo(resumed.minusMillis(1));
    }

    @Test
    void a_queued_fire_whose_table_is_removed_is_forgotten_and_blocks_no_later_one() throws Exception {
        CountDownLatch busy = jobs.block();
        queue.setLanes(job -> Optional.of(new FireQueue.Lane("one", 1)));
        jobs.everySecond("first");
        await("a run", () -> TestScheduler.RAN.size() == 1);
        Instant due = Instant.now().plusSeconds(2);
        jobs.schedule("gone", TestScheduler.cron(ScheduledPod.at(due)));
        await("it is queued", () -> queue.queued() == 1);
        scheduler.deleteJob(new JobKey("gone", "tables"));
        scheduler.deleteJob(new JobKey("first", "tables"));
        busy.countDown();
        await("nothing goes on", () -> scheduler.getCurrentlyExecutingJobs().isEmpty());
        assertThat(TestScheduler.RAN).hasSize(1);
        jobs.schedule("gone", TestScheduler.cron(ScheduledPod.at(Instant.now().plusSeconds(5))));
        await("the table that came back", () -> TestScheduler.RAN.size() == 2);

        assertThat(TestScheduler.RAN.get(1)).isAfter(due.plusSeconds(1));
    }

    @Test
    void a_queued_fire_of_a_stopped_table_is_dropped_at_once_and_does_not_run_when_the_table_is_started()
            throws Exception {
        CountDownLatch busy = queued("stopped");
        TriggerKey key = new TriggerKey("stopped", "tables");
        scheduler.pauseTrigger(key);
        scheduler.deleteJob(new JobKey("first", "tables"));
        busy.countDown();
        await(
                "no thread waits",
                () -> queue.queued() == 0
                        && scheduler.getCurrentlyExecutingJobs().isEmpty());
        queue.resumed(key);
        scheduler.resumeTrigger(key);
        jobs.schedule("later", TestScheduler.cron(ScheduledPod.at(Instant.now().plusSeconds(2))));
        await("a later fire", () -> TestScheduler.RAN.size() == 2);

        assertThat(TestScheduler.RAN)
                .doesNotContain(scheduler.getTrigger(key).getPreviousFireTime().toInstant());
        assertThat(jobs.skipped).hasPositiveValue();
    }

    @Test
    void a_fire_whose_table_is_stopped_and_started_while_it_is_queued_does_not_run() throws Exception {
        CountDownLatch busy = queued("stopped");
        TriggerKey key = new TriggerKey("stopped", "tables");
        scheduler.pauseTrigger(key);
        scheduler.resumeTrigger(key);
        queue.resumed(key);
        int before = TestScheduler.RAN.size();
        scheduler.deleteJob(new JobKey("first", "tables"));
        busy.countDown();
        await(
                "nothing goes on",
                () -> queue.queued() == 0
                        && scheduler.getCurrentlyExecutingJobs().isEmpty());

        assertThat(TestScheduler.RAN).hasSize(before);
    }

    /** A table whose fire is queued behind the run of another, which goes on until the latch is counted down. */
    private CountDownLatch queued(String table) throws Exception {
        CountDownLatch busy = jobs.block();
        queue.setLanes(job -> Optional.of(new FireQueue.Lane("one", 1)));
        jobs.everySecond("first");
        await("a run", () -> TestScheduler.RAN.size() == 1);
        jobs.schedule(table, TestScheduler.cron(ScheduledPod.daily(Instant.now().plusSeconds(2))));
        await("it is queued", () -> queue.queued() == 1);
        return busy;
    }
}
