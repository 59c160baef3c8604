package dev.caravan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock component that ends its result at a limit of its own does not pass for one that has come to the end. */
class RowLimitTest {
    private static final String SQL = "sql:select id from public.orders order by id?dataSource=#default&";

    @TempDir
    private Path work;

    @Test
    void a_result_that_ends_at_its_limit_fails_the_run() throws Exception {
        ExportException failure =
                Objects.requireNonNull(run(SQL + "template.maxRows=50", 60).failure());

        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
        assertThat(failure.getMessage())
                .contains("50 rows, as many as its endpoint hands out at most", "template.maxRows");
    }

    /** A stream of rows does not end at the limit. */
    @Test
    void a_result_that_does_not_end_at_its_limit_is_whole() throws Exception {
        assertThat(run(SQL + "template.maxRows=50", 49).rows()).isEqualTo(49);
        assertThat(run(SQL + "template.maxRows=0", 60).rows()).isEqualTo(60);
        assertThat(run(SQL + "outputType=StreamList&fetchSize=10&template.maxRows=50", 60)
                        .rows())
                .isEqualTo(60);
    }

    private ExportResult run(String reading, int orders) throws Exception {
        Map<String, String> source = PlainOrders.postgres(orders);
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:plain_orders")
                        .routeId(PlainOrders.TABLE)
                        .routeConfigurationId("table-errors")
                        .to("lake-run:plain_orders")
                        .setBody(constant("select id from public.orders order by id"))
                        .to(reading)
                        .bean("rowWatch")
                        .split(body(), new GroupedBodyAggregationStrategy())
                        .stopOnException()
                        .transform(body())
                        .end()
                        .to("parquet-file:plain_orders")
                        .to(
                                "lake-upload:plain_orders?to=RAW(aws2-s3:{{caravan.lake.bucket}}?amazonS3Client=#lakeS3&deleteAfterWrite=true)")
                        .to("lake-publish:plain_orders");
            }
        };
        try (PlainOrders plain = new PlainOrders(routes, source, work)) {
            return plain.run();
        }
    }
}
