package dev.caravan.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.quartz.CronScheduleBuilder;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.PersistJobDataAfterExecution;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** A scheduler as the pod sets it up, whose jobs note when they came due. */
final class TestScheduler implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** What ran, by the moment at which it came due. */
    static final List<Instant> RAN = new CopyOnWriteArrayList<>();

    private static final AtomicReference<CountDownLatch> BLOCKED = new AtomicReference<>(new CountDownLatch(0));

    /** How many fires were skipped. */
    final AtomicInteger skipped = new AtomicInteger();

    final Scheduler scheduler;
    final FireQueue queue;

    /** A job of a table. */
    @PersistJobDataAfterExecution
    @DisallowConcurrentExecution
    public static final class OneAtATime implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            RAN.add(context.getScheduledFireTime().toInstant());
            try {
                BLOCKED.get().await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    TestScheduler() throws SchedulerException {
        RAN.clear();
        BLOCKED.set(new CountDownLatch(0));
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

    /** Runs that begin from now on go on until it is counted down. */
    CountDownLatch block() {
        CountDownLatch latch = new CountDownLatch(1);
        BLOCKED.set(latch);
        return latch;
    }

    void everySecond(String name) throws SchedulerException {
        schedule(
                name,
                TriggerBuilder.newTrigger()
                        .withSchedule(CronScheduleBuilder.cronSchedule(ScheduledPod.EVERY_SECOND)
                                .withMisfireHandlingInstructionIgnoreMisfires()));
    }

    static TriggerBuilder<? extends Trigger> cron(String expression) {
        return TriggerBuilder.newTrigger()
                .withSchedule(CronScheduleBuilder.cronSchedule(expression)
                        .inTimeZone(TimeZone.getTimeZone("UTC"))
                        .withMisfireHandlingInstructionIgnoreMisfires());
    }

    void schedule(String name, TriggerBuilder<? extends Trigger> trigger) throws SchedulerException {
        scheduler.scheduleJob(
                JobBuilder.newJob(OneAtATime.class).withIdentity(name, "tables").build(),
                trigger.withIdentity(name, "tables").build());
    }

    @Override
    public void close() throws SchedulerException {
        BLOCKED.get().countDown();
        scheduler.shutdown(false);
    }
}
