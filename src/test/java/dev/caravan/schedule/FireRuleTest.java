package dev.caravan.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.PersistJobDataAfterExecution;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/** Which fires run, whatever makes them late: a queue, a long run, a scheduler that stood still, a suspended trigger. */
class FireRuleTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** What ran, by the moment at which it came due. */
    private static final List<Instant> RAN = new CopyOnWriteArrayList<>();

    private static volatile CountDownLatch blocked = new CountDownLatch(0);

    private final AtomicInteger skipped = new AtomicInteger();
    private Scheduler scheduler;
    private FireQueue queue;

    /** A job of a table. */
    @PersistJobDataAfterExecution
    @DisallowConcurrentExecution
    public static final class OneAtATime implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            RAN.add(context.getScheduledFireTime().toInstant());
            try {
                blocked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @BeforeEach
    void start() throws SchedulerException {
        RAN.clear();
        blocked = new CountDownLatch(0);
        String name = "fires-" + NUMBER.incrementAndGet();
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", name);
        settings.setProperty("org.quartz.threadPool.class", FireQueue.class.getName());
        settings.setProperty("org.quartz.threadPool.threadCount", "2");
        settings.setProperty("org.quartz.scheduler.jobFactory.class", FireRule.class.getName());
        settings.setProperty("org.quartz.jobStore.misfireThreshold", "100");
        scheduler = new StdSchedulerFactory(settings).getScheduler();
        queue = FireQueue.of(name).orElseThrow();
        queue.onSkip(job -> skipped.incrementAndGet());
        scheduler.start();
    }

    @AfterEach
    void stop() throws SchedulerException {
        blocked.countDown();
        scheduler.shutdown(false);
    }

    @Test
    void a_run_skips_exactly_the_fires_that_came_due_while_it_went_on() throws Exception {
        CountDownLatch run = new CountDownLatch(1);
        blocked = run;
        everySecond("long");
        ScheduledPod.await("a run", () -> RAN.size() == 1);
        Instant first = RAN.get(0);
        ScheduledPod.await("three more fires", () -> Instant.now().isAfter(first.plusMillis(3400)));
        run.countDown();
        ScheduledPod.await("two more runs", () -> RAN.size() == 3);

        assertThat(RAN.subList(0, 3)).containsExactly(first, first.plusSeconds(4), first.plusSeconds(5));
        assertThat(skipped).hasValue(3);
    }

    @Test
    void a_scheduler_that_stood_still_runs_each_table_once_for_all_that_came_due() throws Exception {
        everySecond("a");
        everySecond("b");
        ScheduledPod.await("runs", () -> RAN.size() >= 2);
        scheduler.standby();
        int before = RAN.size();
        Instant since = Instant.now();
        ScheduledPod.await("fires that nobody sees", () -> Instant.now().isAfter(since.plusMillis(3200)));
        Instant goesOn = Instant.now();
        scheduler.start();
        ScheduledPod.await("further runs", () -> RAN.size() >= before + 4);

        List<Instant> late =
                RAN.stream().skip(before).filter(due -> due.isBefore(goesOn)).toList();
        assertThat(late).as("one late fire of each table").hasSize(2);
        assertThat(skipped.get()).isPositive();
    }

    @Test
    void a_thousand_tables_that_are_due_in_one_second_all_run_once_with_two_threads() throws Exception {
        Instant due = Instant.now().plusSeconds(3);
        for (int i = 0; i < 1000; i++) {
            schedule(
                    "t" + i,
                    TriggerBuilder.newTrigger()
                            .startAt(Date.from(due.minusSeconds(2)))
                            .withSchedule(CronScheduleBuilder.cronSchedule(ScheduledPod.at(due))
                                    .inTimeZone(TimeZone.getTimeZone("UTC"))
                                    .withMisfireHandlingInstructionIgnoreMisfires()));
        }
        ScheduledPod.await("all", () -> RAN.size() == 1000);

        assertThat(skipped).hasValue(0);
    }

    @Test
    void what_came_due_while_the_trigger_was_suspended_is_skipped_when_it_is_resumed() throws Exception {
        everySecond("t");
        ScheduledPod.await("a run", () -> RAN.size() == 1);
        TriggerKey key = new TriggerKey("t", "tables");
        scheduler.pauseTrigger(key);
        Instant since = Instant.now();
        int before = RAN.size();
        ScheduledPod.await("fires of a suspended trigger", () -> Instant.now().isAfter(since.plusMillis(2500)));
        Instant resumed = Instant.now();
        queue.resumed(key);
        scheduler.resumeTrigger(key);
        ScheduledPod.await("a run", () -> RAN.size() > before);

        assertThat(RAN.get(before)).isAfterOrEqualTo(resumed.minusMillis(1));
    }

    @Test
    void a_queued_fire_whose_table_is_removed_is_forgotten_and_blocks_no_later_one() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        blocked = busy;
        queue.setLanes(job -> Optional.of(new FireQueue.Lane("one", 1)));
        everySecond("first");
        ScheduledPod.await("a run", () -> RAN.size() == 1);
        Instant due = Instant.now().plusSeconds(2);
        schedule("gone", once(due));
        ScheduledPod.await("it is queued", () -> queue.queued() == 1);
        scheduler.deleteJob(new JobKey("gone", "tables"));
        scheduler.deleteJob(new JobKey("first", "tables"));
        busy.countDown();
        ScheduledPod.await(
                "nothing goes on", () -> scheduler.getCurrentlyExecutingJobs().isEmpty());
        assertThat(RAN).hasSize(1);
        schedule("gone", once(Instant.now().plusSeconds(5)));
        ScheduledPod.await("the table that came back", () -> RAN.size() == 2);

        assertThat(RAN.get(1)).isAfter(due.plusSeconds(1));
    }

    @Test
    void a_queued_fire_of_a_table_that_is_replaced_runs_the_new_version() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        blocked = busy;
        queue.setLanes(job -> Optional.of(new FireQueue.Lane("one", 1)));
        everySecond("first");
        ScheduledPod.await("a run", () -> RAN.size() == 1);
        schedule("changed", once(Instant.now().plusSeconds(2)));
        ScheduledPod.await("it is queued", () -> queue.queued() == 1);
        scheduler.pauseTrigger(new TriggerKey("changed", "tables"));
        scheduler.deleteJob(new JobKey("first", "tables"));
        busy.countDown();
        ScheduledPod.await("it waits for the new version", () -> queue.queued() == 0);
        assertThat(RAN).hasSize(1);
        scheduler.deleteJob(new JobKey("changed", "tables"));
        schedule("changed", once(Instant.now().plusSeconds(3600)));
        ScheduledPod.await("the queued fire", () -> RAN.size() == 2);
        assertThat(RAN.get(1)).isBefore(Instant.now());
    }

    private void everySecond(String name) throws SchedulerException {
        schedule(
                name,
                TriggerBuilder.newTrigger()
                        .withSchedule(CronScheduleBuilder.cronSchedule(ScheduledPod.EVERY_SECOND)
                                .withMisfireHandlingInstructionIgnoreMisfires()));
    }

    private static TriggerBuilder<? extends Trigger> once(Instant due) {
        return TriggerBuilder.newTrigger()
                .withSchedule(CronScheduleBuilder.cronSchedule(ScheduledPod.at(due))
                        .inTimeZone(TimeZone.getTimeZone("UTC"))
                        .withMisfireHandlingInstructionIgnoreMisfires());
    }

    private void schedule(String name, TriggerBuilder<? extends Trigger> trigger) throws SchedulerException {
        scheduler.scheduleJob(
                JobBuilder.newJob(OneAtATime.class).withIdentity(name, "tables").build(),
                trigger.withIdentity(name, "tables").build());
    }
}
