package dev.caravan.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerNotRunningException;
import software.amazon.awssdk.services.glue.model.CrawlerRunningException;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.JdbcTarget;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;

class LocalGlueCrawlerTest {
    @TempDir
    private static Path folder;

    private static GlueLake lake;
    private static GlueClient glue;

    @BeforeAll
    static void start() {
        lake = GlueLake.start(folder, new CrawlPace(Duration.ofMillis(250), Duration.ofMillis(100)));
        lake.write("orders/part-0.parquet", "SELECT 1 AS id");
        glue = lake.glue();
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @Test
    void aCrawlerIsMadeDescribedListedAndDropped() {
        lake.crawler("described", "s3://lake/orders/");

        Crawler crawler = crawler("described");
        assertThat(crawler.state()).isEqualTo(CrawlerState.READY);
        assertThat(crawler.databaseName()).isEqualTo("lake");
        assertThat(crawler.role()).isEqualTo("crawler");
        assertThat(crawler.targets().s3Targets()).singleElement().satisfies(target -> assertThat(target.path())
                .isEqualTo("s3://lake/orders/"));
        assertThat(crawler.schemaChangePolicy().deleteBehavior()).isEqualTo(DeleteBehavior.DEPRECATE_IN_DATABASE);
        assertThat(crawler.recrawlPolicy().recrawlBehavior()).isEqualTo(RecrawlBehavior.CRAWL_EVERYTHING);
        assertThat(crawler.lastCrawl()).isNull();
        assertThat(crawler.version()).isEqualTo(1);
        assertThat(glue.listCrawlers(all -> {}).crawlerNames()).contains("described");
        assertThat(glue.getCrawlers(all -> {}).crawlers())
                .extracting(Crawler::name)
                .contains("described");
        assertThatThrownBy(() -> lake.crawler("described", "s3://lake/orders/"))
                .isInstanceOf(AlreadyExistsException.class);

        glue.deleteCrawler(request -> request.name("described"));
        assertThatThrownBy(() -> crawler("described"))
                .isInstanceOf(EntityNotFoundException.class)
                .hasMessageContaining("Crawler with name described does not exist");
    }

    @Test
    void aCrawlGoesFromReadyOverRunningAndStoppingToReady() throws Exception {
        lake.crawler("states", "s3://lake/orders/");
        Instant before = Instant.now();
        glue.startCrawler(request -> request.name("states"));

        Set<CrawlerState> seen = EnumSet.noneOf(CrawlerState.class);
        Crawler crawler = Await.present("its end", () -> {
            Crawler now = crawler("states");
            if (now.state() == CrawlerState.READY) {
                return Optional.of(now);
            }
            assertThat(now.lastCrawl()).isNull();
            seen.add(now.state());
            return Optional.empty();
        });

        assertThat(seen).containsExactlyInAnyOrder(CrawlerState.RUNNING, CrawlerState.STOPPING);
        LastCrawlInfo last = crawler.lastCrawl();
        assertThat(last.status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(last.startTime()).isBetween(before.minusMillis(2), Instant.now());
        assertThat(last.logGroup()).isEqualTo("/aws-glue/crawlers");
        assertThat(last.logStream()).isEqualTo("states");
        assertThat(last.errorMessage()).isNull();
        assertThat(lake.crawl("states").messagePrefix()).isNotEqualTo(last.messagePrefix());
    }

    @Test
    void aRunningCrawlerCannotBeStartedChangedOrDropped() {
        lake.crawler("busy", "s3://lake/orders/");
        glue.startCrawler(request -> request.name("busy"));

        assertThatThrownBy(() -> glue.startCrawler(request -> request.name("busy")))
                .isInstanceOf(CrawlerRunningException.class);
        assertThatThrownBy(
                        () -> glue.updateCrawler(request -> request.name("busy").role("other")))
                .isInstanceOf(CrawlerRunningException.class);
        assertThatThrownBy(() -> glue.deleteCrawler(request -> request.name("busy")))
                .isInstanceOf(CrawlerRunningException.class);

        assertThat(lake.outcome("busy").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
    }

    @Test
    void aStoppedCrawlIsCancelled() {
        lake.crawler("stopped", "s3://lake/orders/");
        assertThatThrownBy(() -> glue.stopCrawler(request -> request.name("stopped")))
                .isInstanceOf(CrawlerNotRunningException.class);
        glue.startCrawler(request -> request.name("stopped"));

        glue.stopCrawler(request -> request.name("stopped"));

        assertThat(lake.outcome("stopped").status()).isEqualTo(LastCrawlStatus.CANCELLED);
    }

    @Test
    void anUpdateChangesOnlyWhatItNames() {
        lake.crawler("updated", "s3://lake/orders/");

        glue.updateCrawler(request -> request.name("updated")
                .role("arn:aws:iam::123456789012:role/service-role/other")
                .targets(targets -> targets.s3Targets(GlueLake.target("s3://lake/users/"))));

        Crawler crawler = crawler("updated");
        // The service answers with the name and path of a role.
        assertThat(crawler.role()).isEqualTo("service-role/other");
        assertThat(crawler.databaseName()).isEqualTo("lake");
        assertThat(crawler.targets().s3Targets().get(0).path()).isEqualTo("s3://lake/users/");
        assertThat(crawler.version()).isEqualTo(2);
    }

    @Test
    void whatItCouldNotHonourIsRefused() {
        assertThatThrownBy(() -> lake.crawler("bad", "lake/orders"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lake/orders is not s3://bucket/prefix/");
        assertThatThrownBy(() -> glue.createCrawler(request -> request.name("bad")
                        .role("crawler")
                        .databaseName("lake")
                        .schedule("cron(0 12 * * ? *)")
                        .targets(targets -> targets.s3Targets(GlueLake.target("s3://lake/")))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not know Schedule");
        assertThatThrownBy(() -> glue.createCrawler(request -> request.name("bad")
                        .role("crawler")
                        .databaseName("lake")
                        .targets(targets -> targets.jdbcTargets(
                                JdbcTarget.builder().connectionName("db").build()))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("JdbcTargets");
        assertThat(glue.listCrawlers(all -> {}).crawlerNames()).doesNotContain("bad");
    }

    private static Crawler crawler(String name) {
        return glue.getCrawler(request -> request.name(name)).crawler();
    }
}
