package dev.caravan.catalog;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CrawlTurnsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HeldCrawlers crawlers = new HeldCrawlers();
    private final CrawlTurns turns = new CrawlTurns(crawlers);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    @Test
    void thoseWhoAskWhileACrawlRunsShareTheNextOne() throws Exception {
        FutureTask<CrawlResult> first = ask("a", LIMIT);
        awaitStarts(1);
        List<FutureTask<CrawlResult>> others = List.of(ask("a", LIMIT), ask("a", LIMIT), ask("a", LIMIT));
        awaitWaiting(others.size());

        crawlers.end(LastCrawl.Status.SUCCEEDED);
        assertThat(id(first)).isEqualTo("crawl-1");
        awaitStarts(2);
        assertThat(others).noneMatch(FutureTask::isDone);
        crawlers.end(LastCrawl.Status.SUCCEEDED);

        for (FutureTask<CrawlResult> other : others) {
            assertThat(id(other)).isEqualTo("crawl-2");
        }
        assertThat(crawlers.started()).hasSize(2);
    }

    @Test
    void thoseWhoWantOtherThingsOfTheCrawlerAreServedOneAfterAnother() throws Exception {
        FutureTask<CrawlResult> a = ask("a", LIMIT);
        awaitStarts(1);
        FutureTask<CrawlResult> b = ask("b", LIMIT);
        awaitWaiting(1);

        crawlers.end(LastCrawl.Status.SUCCEEDED);
        id(a);
        awaitStarts(2);
        crawlers.end(LastCrawl.Status.SUCCEEDED);
        id(b);

        assertThat(crawlers.started())
                .extracting(definition -> definition.targets().get(0))
                .containsExactly("s3://lake/a/", "s3://lake/b/");
    }

    @Test
    void aSharedFailureIsEverybodys() throws Exception {
        FutureTask<CrawlResult> first = ask("a", LIMIT);
        awaitStarts(1);
        List<FutureTask<CrawlResult>> others = List.of(ask("a", LIMIT), ask("a", LIMIT));
        awaitWaiting(2);
        crawlers.end(LastCrawl.Status.SUCCEEDED);
        assertThat(id(first)).isEqualTo("crawl-1");
        awaitStarts(2);

        crawlers.end(LastCrawl.Status.FAILED);

        for (FutureTask<CrawlResult> other : others) {
            assertThatThrownBy(() -> id(other))
                    .rootCause()
                    .hasMessage("CRAWL_FAILED: Crawler orders failed: The file is broken. Fix what it names"
                            + " (log /aws-glue/crawlers/orders), then run the table again.");
        }
    }

    @Test
    void anInterruptEndsOneWaitAndNoOther() throws Exception {
        FutureTask<CrawlResult> first = ask("a", LIMIT);
        awaitStarts(1);
        FutureTask<CrawlResult> second = ask("a", LIMIT);
        awaitWaiting(1);
        FutureTask<CrawlResult> third = ask("a", LIMIT);
        awaitWaiting(2);
        crawlers.end(LastCrawl.Status.SUCCEEDED);
        assertThat(id(first)).isEqualTo("crawl-1");
        awaitStarts(2);

        Thread leader = threads.stream()
                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING && isPolling(thread))
                .findFirst()
                .orElseThrow();
        leader.interrupt();
        boolean secondLed = leader == threads.get(1);
        assertThatThrownBy(() -> id(secondLed ? second : third))
                .cause()
                .isInstanceOfSatisfying(ExportException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.CATALOG_UNREACHABLE);
                    assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
                    assertThat(failure.hint()).contains("Run the table again");
                });

        // The other waits the abandoned crawl out, since it may have passed files by, and starts its own.
        crawlers.end(LastCrawl.Status.SUCCEEDED);
        awaitStarts(3);
        crawlers.end(LastCrawl.Status.SUCCEEDED);
        assertThat(id(secondLed ? third : second)).isEqualTo("crawl-3");
    }

    @Test
    void theLimitCountsTheWaitForEarlierCrawls() throws Exception {
        FutureTask<CrawlResult> first = ask("a", LIMIT);
        awaitStarts(1);

        FutureTask<CrawlResult> second = ask("a", Duration.ofMillis(150));

        assertThatThrownBy(() -> id(second))
                .cause()
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.CRAWL_TIMEOUT))
                .hasMessageContaining("busy with earlier crawls");
        assertThat(first).isNotDone();
    }

    @Test
    void aCrawlWhoseFirstCallerRunsOutOfTimeGoesOnForTheNext() throws Exception {
        FutureTask<CrawlResult> first = ask("a", Duration.ofMillis(300));
        awaitStarts(1);
        FutureTask<CrawlResult> second = ask("a", LIMIT);
        assertThatThrownBy(() -> id(first)).rootCause().hasMessageContaining("did not finish within");

        crawlers.end(LastCrawl.Status.SUCCEEDED);
        awaitStarts(2);
        crawlers.end(LastCrawl.Status.SUCCEEDED);

        assertThat(id(second)).isEqualTo("crawl-2");
    }

    private FutureTask<CrawlResult> ask(String folder, Duration limit) {
        CrawlerDefinition definition = new CrawlerDefinition(
                "orders", "lake", Optional.empty(), List.of("s3://lake/" + folder), List.of(), "");
        Callable<CrawlResult> call = () -> turns.crawl(definition, limit, Duration.ofMillis(10));
        FutureTask<CrawlResult> task = new FutureTask<>(call);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return task;
    }

    private static String id(FutureTask<CrawlResult> task) throws Exception {
        return task.get(10, TimeUnit.SECONDS).crawl().id();
    }

    private void awaitStarts(int count) throws InterruptedException {
        await(count + " crawls", () -> crawlers.started().size() == count);
    }

    /** Waits until so many threads stand in line rather than look at the crawler. */
    private void awaitWaiting(int count) throws InterruptedException {
        await(
                count + " in line",
                () -> threads.stream()
                                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING && !isPolling(thread))
                                .count()
                        == count);
    }

    private static boolean isPolling(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(Crawl.class.getName())) {
                return true;
            }
        }
        return false;
    }
}
