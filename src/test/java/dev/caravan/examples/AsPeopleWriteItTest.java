package dev.caravan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.error.ErrorCode;
import dev.caravan.export.ExportResult;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain-EIP form as it is often written: where it would lose rows, the run fails and says how to hint the route. */
class AsPeopleWriteItTest {
    @TempDir
    private Path work;

    @Test
    void an_aggregator_on_its_own_thread_does_not_publish_half_a_table() throws Exception {
        refused(
                aggregate ->
                        aggregate.completionSize(5_000).completion(complete()).eagerCheckCompletion(),
                true);
    }

    @Test
    void batches_without_the_last_rows_are_not_published() throws Exception {
        refused(aggregate -> aggregate.completionSize(5_000).executorService("callerWaits"), true);
    }

    @Test
    void a_completion_that_is_not_checked_eagerly_is_not_published() throws Exception {
        refused(
                aggregate ->
                        aggregate.completionSize(5_000).completion(complete()).executorService("callerWaits"),
                true);
    }

    @Test
    void a_split_that_goes_on_after_an_exception_is_not_published() throws Exception {
        refused(
                aggregate -> aggregate
                        .completionSize(5_000)
                        .completion(complete())
                        .eagerCheckCompletion()
                        .executorService("callerWaits"),
                false);
    }

    private static org.apache.camel.Predicate complete() {
        return exchange -> exchange.getProperty("CamelSplitComplete", false, Boolean.class);
    }

    private void refused(java.util.function.UnaryOperator<AggregateDefinition> how, boolean everyRow) throws Exception {
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("quartz:tables/plain_orders?cron=0+0+0+1+1+?+2099")
                        .routeId(PlainOrders.TABLE)
                        .routeConfigurationId("table-errors")
                        .to("direct:plain_orders.run")
                        .to("glue-crawler:plain_orders?database={{caravan.glue.database}}"
                                + "&targets=s3://{{caravan.lake.bucket}}/plain_orders/");
                AggregateDefinition aggregate = from("direct:plain_orders.run")
                        .errorHandler(noErrorHandler())
                        .to("lake-run:plain_orders")
                        .to("sql:select * from public.orders?dataSource=#default&outputType=StreamList&fetchSize=5000")
                        .bean("rowWatch")
                        .split(body())
                        .streaming()
                        .process(exchange -> {
                            if (!everyRow && exchange.getProperty("CamelSplitIndex", 0, Integer.class) == 7_000) {
                                throw new IllegalStateException("a step of one's own");
                            }
                        })
                        .aggregate(constant(true), new GroupedBodyAggregationStrategy());
                how.apply(aggregate)
                        .delay(200)
                        .to("parquet-file:plain_orders")
                        .to("lake-upload:plain_orders?to=RAW(aws2-s3:{{caravan.lake.bucket}}?amazonS3Client=#lakeS3)")
                        .end()
                        .end()
                        .to("lake-publish:plain_orders");
            }
        };
        try (PlainOrders plain = new PlainOrders(routes, PlainOrders.postgres(12_000), work)) {
            ExportResult result = plain.run();

            assertThat(result.failure()).isNotNull();
            assertThat(result.failure().code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
            assertThat(result.failure())
                    .hasMessageContaining("has read 12,000 rows, and written ")
                    .hasMessageContaining("Let the aggregator run on #callerWaits");
            assertThat(plain.files()).isEmpty();
            assertThat(plain.crawls()).isZero();
        }
    }
}
