package dev.caravan.component.gluecrawler;

import static dev.caravan.component.gluecrawler.ScriptedGlue.crawler;
import static dev.caravan.component.gluecrawler.ScriptedGlue.fault;
import static dev.caravan.component.gluecrawler.ScriptedGlue.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.component.gluecrawler.ScriptedGlue.Answer;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The component against a Glue that goes wrong. */
@Timeout(30)
class GlueCrawlerFaultTest {
    private static final String URI =
            "glue-crawler:orders?database=lake&role=crawler&targets=s3://lake/orders/&pollInterval=20ms&timeout=10s";

    private ScriptedGlue glue;
    private CrawlRoute route;

    @BeforeEach
    void start() {
        glue = new ScriptedGlue();
        route = new CrawlRoute(glue.client());
    }

    @AfterEach
    void stop() {
        route.close();
        glue.close();
    }

    @Test
    void theOutcomeOfAnEarlierCrawlIsNotTakenForOurs() throws Exception {
        glue.on(
                "GetCrawler",
                crawler("READY", "FAILED", 1),
                crawler("READY", "FAILED", 1),
                // Glue answers late: the crawler was started, and still looks as before.
                crawler("READY", "FAILED", 1),
                crawler("RUNNING", "FAILED", 1),
                crawler("STOPPING", "FAILED", 1),
                crawler("READY", "SUCCEEDED", 2));

        Exchange exchange = route.to(URI).send("manifest");

        assertThat(exchange.getException()).isNull();
        assertThat(glue.calls("StartCrawler")).isEqualTo(1);
        assertThat(glue.calls("UpdateCrawler")).isZero();
        // No right to GetCrawlerMetrics: the counts are left out and nothing else.
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("CamelCaravanCrawlerTablesCreated");
    }

    @Test
    void aCrawlerThatRunsAlreadyIsWaitedForAndStartedAgain() throws Exception {
        glue.on(
                        "StartCrawler",
                        fault("CrawlerRunningException", "Crawler with name orders has already started"),
                        ok("{}"))
                .on(
                        "GetCrawler",
                        crawler("READY"),
                        crawler("READY"),
                        crawler("RUNNING"),
                        crawler("STOPPING"),
                        crawler("READY", "SUCCEEDED", 1),
                        crawler("READY", "SUCCEEDED", 1),
                        crawler("RUNNING", "SUCCEEDED", 1),
                        crawler("READY", "SUCCEEDED", 2));

        assertThat(route.to(URI).send("").getException()).isNull();

        assertThat(glue.calls("StartCrawler")).isEqualTo(2);
    }

    @Test
    void anUpdateThatMeetsARunningCrawlerIsTriedAgain() throws Exception {
        Answer aligned = crawler("READY");
        Answer other = ok(aligned.body().replace("s3://lake/orders", "s3://lake/other"));
        glue.on("UpdateCrawler", fault("CrawlerRunningException", "running"), ok("{}"))
                .on("GetCrawler", other, other, other, other, crawler("RUNNING"), crawler("READY", "SUCCEEDED", 1));

        assertThat(route.to(URI).send("").getException()).isNull();

        assertThat(glue.calls("UpdateCrawler")).isEqualTo(2);
        assertThat(glue.calls("StartCrawler")).isEqualTo(1);
    }

    @Test
    void aFailedCrawlGivesTheCrawlersMessageAndLog() throws Exception {
        glue.on("GetCrawler", crawler("READY"), crawler("READY"), crawler("READY", "FAILED", 1));

        assertThat(failure(URI))
                .hasMessage("CRAWL_FAILED: Crawler orders failed: Unable to read part-0.parquet. Fix what it names"
                        + " (log /aws-glue/crawlers/orders), then run the table again.");
    }

    @Test
    void aStoppedCrawlSaysSo() throws Exception {
        glue.on("GetCrawler", crawler("READY"), crawler("READY"), crawler("READY", "CANCELLED", 1));

        ExportException failure = failure(URI);
        assertThat(failure.code()).isEqualTo(ErrorCode.CRAWL_FAILED);
        assertThat(failure).hasMessageContaining("was stopped before its crawl ended. Find out who stopped it");
    }

    @Test
    void aCrawlThatNeverEndsMeetsTheLimit() throws Exception {
        glue.on("GetCrawler", crawler("READY"), crawler("READY"), crawler("RUNNING"));

        ExportException failure = failure(URI.replace("timeout=10s", "timeout=1s"));

        assertThat(failure.code()).isEqualTo(ErrorCode.CRAWL_TIMEOUT);
        assertThat(failure.what()).isEqualTo("Crawler orders did not finish within 1 s.");
        assertThat(failure.hint()).contains("raise the endpoint's timeout");
        assertThat(glue.calls("StartCrawler")).isEqualTo(1);
    }

    @Test
    void anEarlierCrawlThatNeverEndsMeetsTheLimit() throws Exception {
        glue.on("GetCrawler", crawler("RUNNING"));

        assertThat(failure(URI.replace("timeout=10s", "timeout=1s")).what())
                .isEqualTo("Crawler orders was busy with an earlier crawl and not ready for ours within 1 s.");
        assertThat(glue.calls("StartCrawler")).isZero();
    }

    @Test
    void throttlingAndServerFaultsInTheMiddleOfACrawlAreSatOut() throws Exception {
        Answer broken = new Answer(500, "{\"__type\":\"InternalServiceException\",\"Message\":\"oops\"}");
        Answer throttled = fault("ThrottlingException", "Rate exceeded");
        glue.on(
                "GetCrawler",
                crawler("READY"),
                crawler("READY"),
                throttled,
                broken,
                broken,
                broken,
                broken,
                broken,
                crawler("RUNNING"),
                crawler("READY", "SUCCEEDED", 1));

        assertThat(route.to(URI).send("").getException()).isNull();
        assertThat(glue.calls("StartCrawler")).isEqualTo(1);
    }

    @Test
    void aGlueThatStaysBrokenIsATransientFailure() throws Exception {
        glue.on("GetDatabase", new Answer(500, "{\"__type\":\"InternalServiceException\",\"Message\":\"oops\"}"));

        ExportException failure = failure(URI);
        assertThat(failure.code()).isEqualTo(ErrorCode.CATALOG_UNREACHABLE);
        assertThat(failure.what()).startsWith("Glue database lake failed: InternalServiceException (HTTP 500");
    }

    @Test
    void aRefusalIsNotRetried() throws Exception {
        glue.on("GetDatabase", fault("AccessDeniedException", "not authorized to perform glue:GetDatabase"));

        ExportException failure = failure(URI);
        assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(failure.what()).contains("not authorized to perform glue:GetDatabase");
        assertThat(failure.hint()).contains("that their policy allows this action");
        assertThat(glue.calls()).containsExactly("GetDatabase");
    }

    @Test
    void aRoleThatGlueCannotAssumeIsTheUsersToMend() throws Exception {
        glue.on("GetCrawler", fault("EntityNotFoundException", "Crawler with name orders does not exist"))
                .on(
                        "CreateCrawler",
                        fault("InvalidInputException", "Service is unable to assume provided role. Please verify"));

        ExportException failure = failure(URI);
        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
        assertThat(failure.what()).startsWith("Making crawler orders failed: InvalidInputException");
        assertThat(failure.hint()).contains("caravan.glue.crawler-role");
    }

    @Test
    void aCrawlerThatIsDeletedWhileItRunsIsAFailureAndNoEndlessWait() throws Exception {
        glue.on(
                "GetCrawler",
                crawler("READY"),
                crawler("READY"),
                crawler("RUNNING"),
                fault("EntityNotFoundException", "Crawler with name orders does not exist"));

        assertThat(failure(URI).what()).isEqualTo("Crawler orders was deleted while it ran.");
    }

    private ExportException failure(String uri) throws Exception {
        Exception exception = route.to(uri).send("").getException();
        assertThat(exception).isInstanceOf(ExportException.class);
        return (ExportException) exception;
    }
}
