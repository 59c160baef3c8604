package dev.caravan.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.Await;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of a chunk that are uploaded several at a time, and what a failure and an end of the run mean to them. */
@Timeout(60)
class SideBySideTest {
    private static final int MOST = 8;
    private static final long HUGE = 100L << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ChunkUploads uploads = new ChunkUploads();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() throws InterruptedException {
        gate.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private Object upload() throws InterruptedException {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        gate.await();
        running.decrementAndGet();
        return done.incrementAndGet();
    }

    private Thread inBackground(int files, long bytes) {
        Thread reader = new Thread(() -> {
            try {
                for (int i = 0; i < files; i++) {
                    uploads.beside(threads, bytes, this::upload);
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        reader.start();
        return reader;
    }

    @Test
    void as_many_go_at_a_time_as_there_may_and_the_reader_waits_for_the_others() throws Exception {
        Thread reader = inBackground(50, 1_000);
        Await.await("eight are on their way", () -> running.get() == MOST);
        Await.await("the reader waits", () -> reader.getState() == Thread.State.WAITING);

        gate.countDown();
        reader.join();
        uploads.await();

        assertThat(done).hasValue(50);
        assertThat(most).hasValue(MOST);
    }

    @Test
    void large_files_go_one_at_a_time_so_that_few_lie_on_the_disk() throws Exception {
        Thread reader = inBackground(5, HUGE);
        Await.await("the reader waits", () -> reader.getState() == Thread.State.WAITING);

        gate.countDown();
        reader.join();
        uploads.await();

        assertThat(done).hasValue(5);
        assertThat(most).hasValue(1);
    }

    @Test
    void a_failure_ends_the_uploads_and_reaches_who_waits() throws Exception {
        uploads.beside(threads, 1, () -> {
            throw new IOException("S3 is out of reach");
        });

        assertThatThrownBy(uploads::await).isInstanceOf(IOException.class).hasMessage("S3 is out of reach");
        assertThatThrownBy(() -> uploads.beside(threads, 1, this::upload)).hasMessage("S3 is out of reach");
        assertThat(most).hasValue(0);
    }

    @Test
    void an_error_is_a_failure_too() throws Exception {
        uploads.beside(threads, 1, () -> {
            throw new OutOfMemoryError("of the upload");
        });

        assertThatThrownBy(uploads::await).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void nothing_is_uploaded_after_the_end_which_waits_for_what_is_on_its_way() throws Exception {
        uploads.beside(threads, 1, this::upload);
        Await.await("one is on its way", () -> running.get() == 1);
        Thread ending = new Thread(uploads::end);
        ending.start();
        Await.await("the end waits", () -> ending.getState() == Thread.State.WAITING);

        gate.countDown();
        ending.join();
        assertThat(done).hasValue(1);
        uploads.beside(threads, 1, this::upload);
        uploads.await();

        assertThat(done).hasValue(1);
    }

    @Test
    void a_reader_that_waits_for_room_goes_on_when_the_run_is_abandoned() throws Exception {
        Thread reader = inBackground(MOST + 1, 1);
        Await.await("eight are on their way", () -> running.get() == MOST);
        Await.await("the reader waits", () -> reader.getState() == Thread.State.WAITING);

        uploads.abandon();
        reader.join();
        gate.countDown();
        uploads.end();

        assertThat(done).hasValue(MOST);
    }
}
