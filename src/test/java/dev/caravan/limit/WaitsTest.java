package dev.caravan.limit;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.LoggedLines;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Told early, ended at its limit, and never while it makes progress. */
class WaitsTest {
    private static final Duration TELL = Duration.ofMillis(300);
    private static final Duration LIMIT = Duration.ofMillis(1_500);

    private final Waits waits = new Waits(TELL);
    private final CountDownLatch ended = new CountDownLatch(1);
    private LoggedLines log;

    @BeforeEach
    void open() {
        log = LoggedLines.of("dev.caravan.limit");
    }

    @AfterEach
    void close() {
        waits.close();
        log.close();
    }

    @Test
    void a_wait_without_progress_is_told_once_and_then_ended_with_its_setting() throws Exception {
        Wait wait = waits.open(subject(LIMIT));
        wait.begin();

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0))
                .startsWith("WARN No progress for ")
                .endsWith(" with the moon; it is ended after 1.5 s (caravan.moon.timeout)");
        assertThat(log.lines().get(1)).isEqualTo("WARN Ended: no progress for 1.5 s with the moon");
        IOException reason = wait.reason(new IOException("Socket closed"));
        assertThat(reason).isInstanceOf(WaitExpired.class);
        assertThat(((WaitExpired) reason).hint()).contains("raise caravan.moon.timeout");
    }

    @Test
    void progress_begins_the_limit_anew_however_long_it_takes_altogether() {
        Wait wait = waits.open(subject(LIMIT));
        long until = System.nanoTime() + LIMIT.multipliedBy(2).toNanos();
        wait.begin();
        await("a look", () -> {
            wait.progress();
            return System.nanoTime() - until > 0;
        });

        assertThat(wait.expired()).isNull();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void a_wait_that_was_told_of_and_goes_on_is_told_of_again() {
        Wait wait = waits.open(subject(Duration.ofMinutes(1)));
        wait.begin();
        await("a line of the log", () -> log.lines().size() == 1);

        wait.progress();
        await("a line of the log", () -> log.lines().size() == 2);

        assertThat(log.lines().get(1)).isEqualTo("INFO It goes on: the moon");
        wait.end();
    }

    @Test
    void what_is_idle_or_closed_is_not_ended() {
        Wait idle = waits.open(subject(Duration.ofMillis(1)));
        idle.begin();
        idle.end();
        Wait closed = waits.open(subject(Duration.ofMillis(1)));
        closed.begin();
        closed.close();
        Wait other = waits.open(subject(Duration.ofMillis(1)));
        other.begin();

        await("its end", () -> other.expired() != null);

        assertThat(idle.expired()).isNull();
        assertThat(closed.expired()).isNull();
    }

    @Test
    void a_short_limit_is_told_of_as_well() {
        Waits patient = new Waits(Duration.ofMinutes(1));
        Wait wait = patient.open(subject(Duration.ofSeconds(2)));
        wait.begin();

        await("its end", () -> wait.expired() != null);

        assertThat(log.lines()).hasSize(2);
        patient.close();
    }

    @Test
    void a_process_that_stops_ends_every_wait_those_that_begin_later_too() {
        Wait early = waits.open(subject(Duration.ofHours(1)));
        early.begin();
        waits.endAll(Duration.ofMillis(500));
        Wait late = waits.open(subject(Duration.ofHours(1)));
        await("its end", () -> early.expired() != null);
        late.begin();

        await("its end", () -> late.expired() != null);

        assertThat(late.reason(new IOException())).hasMessage("the process stops and no longer waits for the moon");
    }

    @Test
    void a_subject_that_fails_does_not_keep_the_others_from_being_ended() {
        Wait broken = waits.open(new Moon(LIMIT) {
            @Override
            public Limit limit() {
                throw new IllegalStateException("broken on purpose");
            }
        });
        broken.begin();
        Wait sound = waits.open(subject(Duration.ofMillis(1)));
        sound.begin();

        await("its end", () -> sound.expired() != null);
        await("a line of the log", () -> log.lines().stream()
                .anyMatch(line -> line.startsWith("ERROR A wait could not be looked at")));
    }

    private Subject subject(Duration limit) {
        return new Moon(limit);
    }

    private class Moon implements Subject {
        private final Duration limit;

        Moon(Duration limit) {
            this.limit = limit;
        }

        @Override
        public String what() {
            return "the moon";
        }

        @Override
        public Limit limit() {
            return new Limit(limit, "caravan.moon.timeout");
        }

        @Override
        public void end() {
            ended.countDown();
        }
    }
}
