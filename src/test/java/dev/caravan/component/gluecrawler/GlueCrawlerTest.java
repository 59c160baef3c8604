package dev.caravan.component.gluecrawler;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.WaitingThreads;
import dev.caravan.local.glue.CrawlPace;
import dev.caravan.local.glue.GlueLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** The component against the stand-in. */
class GlueCrawlerTest {
    private static final String URI =
            "glue-crawler:orders?database=lake&role=arn:aws:iam::000000000000:role/crawler&targets=s3://lake/orders/";

    @TempDir
    private Path folder;

    private GlueLake lake;
    private CrawlRoute route;

    @BeforeEach
    void start() {
        lake = GlueLake.start(folder, new CrawlPace(Duration.ofMillis(200), Duration.ofMillis(20)));
        lake.write("orders/part-0.parquet", "SELECT 1 AS id");
        route = new CrawlRoute(lake.glue());
    }

    @AfterEach
    void stop() {
        route.close();
        lake.close();
    }

    @Test
    void theFirstCrawlMakesDatabaseCrawlerAndTable() throws Exception {
        Exchange exchange = route.to(URI).send("the manifest");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("the manifest");
        assertThat(exchange.getMessage().getHeader("CamelCaravanCrawlerName")).isEqualTo("orders");
        assertThat(exchange.getMessage().getHeader("CamelCaravanCrawlerDuration", Long.class))
                .isBetween(200L, 5_000L);
        assertThat(exchange.getMessage().getHeader("CamelCaravanCrawlerStartTime", Instant.class))
                .isBefore(Instant.now());
        assertThat(exchange.getMessage().getHeader("CamelCaravanCrawlerTablesCreated"))
                .isEqualTo(1);
        assertThat(exchange.getMessage().getHeader("CamelCaravanCrawlerTablesUpdated"))
                .isEqualTo(0);
        assertThat(columns()).isEqualTo("id");
        Crawler crawler = crawler();
        assertThat(crawler.role()).isEqualTo("crawler");
        assertThat(crawler.schemaChangePolicy().updateBehavior()).isEqualTo(UpdateBehavior.UPDATE_IN_DATABASE);
        assertThat(crawler.schemaChangePolicy().deleteBehavior()).isEqualTo(DeleteBehavior.LOG);
        assertThat(crawler.configuration()).contains("InheritFromTable");
    }

    @Test
    void aCrawlerThatIsAsWantedIsNotChanged() throws Exception {
        route.to(URI);
        assertThat(route.send("").getException()).isNull();
        assertThat(route.send("").getException()).isNull();

        assertThat(crawler().version()).isEqualTo(1);
    }

    @Test
    void aCrawlerOfAnotherTargetIsChangedAndKeepsItsOtherSettings() throws Exception {
        lake.glue().createCrawler(request -> request.name("orders")
                .role("crawler")
                .databaseName("lake")
                .description("made by hand")
                .schemaChangePolicy(policy -> policy.deleteBehavior(DeleteBehavior.DELETE_FROM_DATABASE))
                .targets(targets -> targets.s3Targets(GlueLake.target("s3://lake/elsewhere/"))));

        assertThat(route.to(URI).send("").getException()).isNull();

        assertThat(crawler().targets().s3Targets().get(0).path()).isEqualTo("s3://lake/orders/");
        assertThat(crawler().version()).isEqualTo(2);
        assertThat(crawler().description()).isEqualTo("made by hand");
        assertThat(crawler().schemaChangePolicy().deleteBehavior()).isEqualTo(DeleteBehavior.DELETE_FROM_DATABASE);
        assertThat(columns()).isEqualTo("id");
    }

    @Test
    void whatIsUploadedWhileTheCrawlerRunsIsSeen() throws Exception {
        lake.crawler("orders", "s3://lake/orders/");
        lake.glue().startCrawler(request -> request.name("orders"));
        await("the crawl in flight has read the files", () -> WaitingThreads.in("LocalCrawler", "linger") > 0);
        lake.write("orders/part-0.parquet", "SELECT 1 AS id, 2 AS late");

        assertThat(route.to(URI).send("").getException()).isNull();

        assertThat(columns()).isEqualTo("id,late");
    }

    @Test
    void aFailedCrawlFailsTheExchangeWithTheCrawlersOwnMessage() throws Exception {
        lake.write("orders/part-1.parquet", "SELECT 'x' AS id");

        assertThat(route.to(URI).send("").getException())
                .hasMessageContaining("CRAWL_FAILED: Crawler orders failed: Column id is int in"
                        + " s3://lake/orders/part-0.parquet and string in s3://lake/orders/part-1.parquet. Fix");
    }

    @Test
    void aTableOfTheNameThatIsElsewhereFailsTheExchange() throws Exception {
        assertThat(route.to(URI).send("").getException()).isNull();
        lake.write("other/Orders/part-0.parquet", "SELECT 1 AS id");
        String other = "glue-crawler:other?database=lake&role=crawler&targets=s3://lake/other/";

        assertThat(route.to(other + "Orders/").send("").getException())
                .hasMessageContaining("CRAWL_FAILED: Table lake.orders of the Glue catalog is the one at"
                        + " s3://lake/orders/, and not the one at s3://lake/other/Orders/, which the crawler has named"
                        + " orders_")
                .hasMessageContaining("Give one of the two another routeId");
        // A folder of tables has no table of its own, whatever else is called as it is.
        lake.glue().createTable(request -> request.databaseName("lake").tableInput(table -> table.name("other")
                .storageDescriptor(storage -> storage.location("s3://elsewhere/other/"))));
        assertThat(route.to(other).send("").getException()).isNull();
    }

    @Test
    void exclusionsAndTablePrefixReachTheCrawler() throws Exception {
        lake.write("orders/old/part-0.parquet", "SELECT 1 AS old");

        assertThat(route.to(URI + "&exclusions=old/**&tablePrefix=raw_")
                        .send("")
                        .getException())
                .isNull();
        assertThat(route.send("").getException()).isNull();

        assertThat(lake.glue()
                        .getTables(request -> request.databaseName("lake"))
                        .tableList())
                .extracting(table -> table.name())
                .containsExactly("raw_orders");
        assertThat(crawler().version()).isEqualTo(1);
    }

    @Test
    void aRoleThatIsSetLaterIsGivenToACrawlerThatHasNone() throws Exception {
        lake.glue().createCrawler(request -> request.name("orders")
                .databaseName("lake")
                .targets(targets -> targets.s3Targets(GlueLake.target("s3://lake/orders/"))));

        assertThat(route.to(URI).send("").getException()).isNull();

        assertThat(crawler().role()).isEqualTo("crawler");
    }

    @Test
    void aCrawlerThatIsMissingIsNotCreatedWithoutARole() throws Exception {
        assertThat(route.to("glue-crawler:orders?database=lake&targets=s3://lake/orders/")
                        .send("")
                        .getException())
                .hasMessage(
                        "BAD_CONFIGURATION: There is no crawler orders, and no role is set with which Caravan could create"
                                + " it. Set caravan.glue.crawler-role (CARAVAN_GLUE_CRAWLER_ROLE) to a role that Glue may assume,"
                                + " create what is missing, or set catalog: none in the table file.");
    }

    @Test
    void optionsThatCannotWorkAreRefusedWhenTheRouteIsMade() {
        assertThatThrownBy(() -> route.to("glue-crawler:orders?database=lake&targets=/data/orders"))
                .hasStackTraceContaining(
                        "BAD_CONFIGURATION: Endpoint glue-crawler:orders: option targets has /data/orders, which is not"
                                + " a folder in S3. Set it to s3://bucket/prefix/table/.");
        assertThatThrownBy(() -> route.to("glue-crawler:orders?targets=s3://lake/orders/"))
                .hasStackTraceContaining("option database is empty");
        assertThatThrownBy(() -> route.to("glue-crawler:orders?database=lake"))
                .hasStackTraceContaining("option targets is empty");
        assertThatThrownBy(() -> route.to(URI + "&tabelPrefix=raw_"))
                .hasStackTraceContaining("Unknown parameters=[{tabelPrefix=raw_}]");
    }

    private Crawler crawler() {
        return lake.glue().getCrawler(request -> request.name("orders")).crawler();
    }

    private String columns() {
        return lake
                .glue()
                .getTable(request -> request.databaseName("lake").name("orders"))
                .table()
                .storageDescriptor()
                .columns()
                .stream()
                .map(column -> column.name())
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
    }
}
