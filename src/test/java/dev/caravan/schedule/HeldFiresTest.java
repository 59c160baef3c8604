package dev.caravan.schedule;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/** A table whose file is replaced loses no fire and repeats none, at whatever moment of the change it came due. */
class HeldFiresTest {
    private static final TriggerKey TABLE = new TriggerKey("table", "tables");

    private TestScheduler jobs;
    private Scheduler scheduler;
    private HeldFires held;

    @BeforeEach
    void start() throws SchedulerException {
        jobs = new TestScheduler();
        scheduler = jobs.scheduler;
        held = jobs.queue.held();
    }

    @AfterEach
    void stop() throws SchedulerException {
        jobs.close();
    }

    @Test
    void a_fire_that_comes_due_while_the_trigger_is_held_back_runs_after_the_change() throws Exception {
        Instant due = inSeconds(2);
        jobs.schedule("table", daily(due));
        hold();
        passes(due);
        remove();
        install(daily(due));
        await("the fire", () -> TestScheduler.RAN.size() == 1);

        assertThat(TestScheduler.RAN).containsExactly(due);
        assertThat(scheduler.getTrigger(TABLE).getNextFireTime()).isAfter(Date.from(due.plusSeconds(80_000)));
    }

    @Test
    void a_fire_that_comes_due_before_the_new_trigger_starts_runs() throws Exception {
        Instant due = inSeconds(2);
        jobs.schedule("table", daily(due));
        hold();
        remove();
        // As Camel starts its triggers, some time after they are made.
        install(TestScheduler.cron(ScheduledPod.daily(due)).startAt(Date.from(due.plusMillis(1500))));
        await("the fire", () -> TestScheduler.RAN.size() == 1);

        assertThat(TestScheduler.RAN).containsExactly(due);
    }

    @Test
    void a_table_that_comes_in_another_file_has_the_fires_of_the_old_one() throws Exception {
        Instant due = inSeconds(2);
        jobs.schedule("table", daily(due));
        hold();
        passes(due);
        remove();
        held.release(TABLE);
        install(daily(due));
        await("the fire", () -> TestScheduler.RAN.size() == 1);

        assertThat(TestScheduler.RAN).containsExactly(due);
    }

    @Test
    void fires_that_came_due_during_the_run_of_the_table_itself_are_not_repeated() throws Exception {
        CountDownLatch run = jobs.block();
        jobs.everySecond("table");
        await("a run", () -> TestScheduler.RAN.size() == 1);
        hold();
        passes(inSeconds(3));
        Instant ended = Instant.now();
        run.countDown();
        await("its end", () -> scheduler.getCurrentlyExecutingJobs().isEmpty());
        remove();
        install(TestScheduler.cron(ScheduledPod.EVERY_SECOND));
        await("further runs", () -> TestScheduler.RAN.size() == 3);

        // A trigger begins with the second of its start.
        assertThat(TestScheduler.RAN.get(1)).isAfter(ended.minusSeconds(1));
        assertThat(TestScheduler.RAN.get(2)).isEqualTo(TestScheduler.RAN.get(1).plusSeconds(1));
    }

    @Test
    void a_change_at_which_nothing_came_due_fires_nothing() throws Exception {
        jobs.schedule("table", daily(inSeconds(-60)));
        hold();
        remove();
        install(daily(inSeconds(-60)));
        jobs.everySecond("other");
        await("another table", () -> TestScheduler.RAN.size() == 2);

        assertThat(scheduler.getTrigger(TABLE).getPreviousFireTime()).isNull();
    }

    @Test
    void a_table_that_somebody_had_stopped_has_missed_nothing() throws Exception {
        Instant due = inSeconds(2);
        jobs.schedule("table", daily(due));
        scheduler.pauseTrigger(TABLE);
        hold();
        passes(due);
        remove();
        install(daily(due));
        jobs.everySecond("other");
        await("another table", () -> TestScheduler.RAN.size() == 2);

        assertThat(TestScheduler.RAN).allSatisfy(moment -> assertThat(moment).isAfter(due));
        assertThat(scheduler.getTrigger(TABLE).getPreviousFireTime()).isNull();
    }

    @Test
    void a_queued_fire_runs_the_new_version_and_occupies_no_thread_until_then() throws Exception {
        CountDownLatch busy = jobs.block();
        jobs.queue.setLanes(job -> Optional.of(new FireQueue.Lane("one", 1)));
        jobs.everySecond("first");
        await("a run", () -> TestScheduler.RAN.size() == 1);
        Instant due = inSeconds(2);
        jobs.schedule("table", daily(due));
        await("it is queued", () -> jobs.queue.queued() == 1);
        hold();
        scheduler.deleteJob(new JobKey("first", "tables"));
        busy.countDown();
        await("it is kept", () -> held.kept().size() == 1);
        assertThat(jobs.queue.queued()).isEqualTo(1);
        assertThat(jobs.queue.longestWait(due.plusSeconds(5)).toSeconds()).isEqualTo(5);
        assertThat(TestScheduler.RAN).hasSize(1);
        remove();
        install(daily(inSeconds(3600)));
        await("the queued fire", () -> TestScheduler.RAN.size() == 2);

        assertThat(TestScheduler.RAN.get(1)).isEqualTo(due);
        assertThat(jobs.queue.queued()).isZero();
    }

    @Test
    void a_run_is_known_from_its_fire_until_its_end_and_none_begins_while_fires_are_held_back() throws Exception {
        CountDownLatch run = jobs.block();
        jobs.everySecond("table");
        await("a run", () -> TestScheduler.RAN.size() == 1);
        hold();
        assertThat(held.isGoing(TABLE)).isTrue();
        run.countDown();
        await("its end", () -> !held.isGoing(TABLE));

        jobs.everySecond("other");
        await("another table", () -> TestScheduler.RAN.size() == 2);
        assertThat(held.isGoing(TABLE)).isFalse();
    }

    private void hold() throws SchedulerException {
        held.hold(scheduler, TABLE);
        scheduler.pauseTrigger(TABLE);
    }

    private void remove() throws SchedulerException {
        held.beforeRemoval(scheduler, TABLE);
        scheduler.deleteJob(new JobKey("table", "tables"));
    }

    private void install(TriggerBuilder<? extends Trigger> trigger) throws SchedulerException {
        jobs.schedule("table", trigger);
        held.afterInstallation(scheduler, TABLE);
    }

    private static TriggerBuilder<? extends Trigger> daily(Instant due) {
        return TestScheduler.cron(ScheduledPod.daily(due));
    }

    private static Instant inSeconds(int seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    }

    private static void passes(Instant moment) throws Exception {
        await("the moment passes", () -> Instant.now().isAfter(moment.plusMillis(1100)));
    }
}
