package dev.caravan.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.component.deadletter.DeadLetterComponent;
import dev.caravan.component.gluecrawler.GlueCrawlerComponent;
import dev.caravan.component.lakepart.LakePartComponent;
import dev.caravan.component.lakepublish.LakePublishComponent;
import dev.caravan.component.lakeschema.LakeSchemaComponent;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The components in a Camel application of somebody else: nothing but their documented options, a data source and two clients. */
class StandaloneComponentsTest {
    private final String database = TestStack.freshDatabase("standalone");
    private final String bucket = TestStack.freshBucket("standalone");
    private final DefaultCamelContext context = new DefaultCamelContext();

    @TempDir
    private Path staging;

    @BeforeEach
    void start() {
        TestStack.execute(
                database,
                "CREATE TABLE orders AS SELECT i AS id, md5(i::text) AS note FROM generate_series(1, 300000) i");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        context.getRegistry().bind("shop", source);
        context.getRegistry().bind("theirS3", TestStack.s3());
        context.getRegistry().bind("theirGlue", TestStack.glue());
        context.getPropertiesComponent()
                .addInitialProperty(
                        "caravan.staging.dir", staging.resolve("files").toString());
        context.getComponent("lake-schema", LakeSchemaComponent.class)
                .getConfiguration()
                .setBucket(bucket);
        context.getComponent("lake-part", LakePartComponent.class)
                .getConfiguration()
                .setBucket(bucket);
        context.getComponent("lake-publish", LakePublishComponent.class)
                .getConfiguration()
                .setBucket(bucket);
        context.getComponent("lake-dead-letter", DeadLetterComponent.class)
                .getConfiguration()
                .setBucket(bucket);
        GlueCrawlerComponent crawler = context.getComponent("glue-crawler", GlueCrawlerComponent.class);
        crawler.getConfiguration().setBucket(bucket);
        crawler.getConfiguration().setDatabase(bucket.replace('-', '_'));
        crawler.getConfiguration().setRole("crawler-role");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void a_table_of_postgresql_is_published_by_a_route_of_ones_own() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:own")
                        .to("lake-schema:orders")
                        .to("pg-table:orders?source=shop&readers=2")
                        .split(body())
                        .streaming()
                        .parallelProcessing()
                        .synchronous()
                        .executorService("chunkThreads")
                        .stopOnException()
                        .to("pg-copy:orders")
                        .split(body())
                        .streaming()
                        .stopOnException()
                        .to("parquet-file:orders?rowGroupSize=1000000")
                        .to("lake-upload:orders?to=direct:file&partsTo=direct:part&multipartThreshold=6000000"
                                + "&partSize=5242880")
                        .end()
                        .end()
                        .to("lake-publish:orders")
                        .to("glue-crawler:orders?tableId=orders");
                from("direct:file").to("aws2-s3:" + bucket + "?deleteAfterWrite=true");
                from("direct:part").to("lake-part:orders");
            }
        });

        send();

        assertThat(rows("orders")).isEqualTo("300000");
        assertThat(TestStack.glue()
                        .getTable(request ->
                                request.databaseName(bucket.replace('-', '_')).name("orders"))
                        .table()
                        .storageDescriptor()
                        .location())
                .startsWith("s3://" + bucket + "/orders");
        try (Stream<Path> left = Files.walk(staging)) {
            assertThat(left.filter(path -> path.toString().endsWith(".parquet")))
                    .isEmpty();
        }
    }

    @Test
    void rows_of_other_steps_are_published_by_lake_run() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:own")
                        .to("lake-run:words")
                        .setBody(constant(List.of(Map.of("id", 1, "word", "one"), Map.of("id", 2, "word", "two"))))
                        .to("parquet-file:words")
                        .to("lake-upload:words?to=RAW(aws2-s3:" + bucket + "?deleteAfterWrite=true)")
                        .to("lake-publish:words");
            }
        });

        send();

        assertThat(rows("words")).isEqualTo("2");
    }

    @Test
    void a_failure_ends_the_run_and_becomes_a_dead_letter() throws Exception {
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).to("lake-dead-letter:own");
                from("direct:own")
                        .to("pg-table:orders?source=shop")
                        .split(body())
                        .streaming()
                        .stopOnException()
                        .to("pg-copy:orders")
                        .split(body())
                        .streaming()
                        .stopOnException()
                        .throwException(new IllegalStateException("a step of one's own"))
                        .end()
                        .end()
                        .to("lake-publish:orders");
            }
        });

        Exchange done = context.createFluentProducerTemplate().to("direct:own").send();

        assertThat(done.getException()).isNull();
        try (Stream<Path> letters = Files.list(TestStack.folder(bucket)
                .resolve("_caravan")
                .resolve("dead-letter")
                .resolve("orders"))) {
            assertThat(letters).hasSize(1);
        }
        assertThat(ActiveRuns.of(context).summary()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pg-copy:x                          | has no run to work on. Begin the run with a step pg-table: or lake-run: before it.
            parquet-file:x                     | has no run to work on
            lake-upload:x?to=mock:x            | has no run to work on
            lake-publish:x                     | has no run to work on
            lake-part:x                        | got no header CamelAwsS3Key. Let lake-upload: call this route, by its option partsTo.
            lake-run:x,pg-copy:x               | got a body of java.lang.String. Split the body of pg-table:
            lake-run:x,parquet-file:x          | got a body of java.lang.String. Give it a RowBatch
            lake-run:x,lake-publish:x          | has no file. Send an empty list to parquet-file
            pg-table:orders?source=shop,lake-publish:orders | chunks that are not read whole. Split the body of pg-table
            pg-table:orders?source=shop,parquet-file:orders | Give it a RowBatch, as pg-copy: makes them
            pg-table:orders?source=shop,lake-upload:orders?to=mock:x | has no chunk to work on. Begin to read a chunk with a step pg-copy:
            pg-table:orders?source=shop,bean:rowWatch | Remove it: pg-table: and pg-copy: watch their rows themselves
            """)
    void a_wrong_order_of_steps_is_told_in_one_sentence(String steps, String told) throws Exception {
        context.getRegistry().bind(RowWatch.BEAN, new RowWatch());
        routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:own").errorHandler(noErrorHandler()).to(steps.split(","));
            }
        });

        Exchange done = context.createFluentProducerTemplate()
                .to("direct:own")
                .withBody("a body")
                .send();

        assertThat(done.getException()).isInstanceOfSatisfying(ExportException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
            assertThat(failure.what() + " " + failure.hint()).contains(told);
        });
        assertThat(ActiveRuns.of(context).summary()).isEmpty();
    }

    private void routes(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        context.start();
    }

    private void send() {
        Exchange done = context.createFluentProducerTemplate().to("direct:own").send();
        assertThat(done.getException()).isNull();
    }

    private String rows(String table) throws IOException {
        try (DuckDb duck = DuckDb.open();
                Stream<Path> files = Files.list(TestStack.folder(bucket).resolve(table))) {
            return duck.text("SELECT count(*) FROM " + DuckDb.parquet(files.toArray(Path[]::new)))
                    .get(0)
                    .get(0);
        }
    }
}
