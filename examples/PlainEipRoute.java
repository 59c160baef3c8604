package dev.caravan.examples;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;

/**
 * A table by plain EIPs, for any JDBC source: quartz, sql, split, aggregate, parquet-file, aws2-s3, glue-crawler.
 *
 * <p>The same as plain-eip.camel.yaml, route by route. Its beans (default, lakeS3, rowWatch, callerWaits) are those of
 * {@code caravan run}.
 */
public class PlainEipRoute extends RouteBuilder {
    private static final long ONE_HOUR = 3_600_000;

    @Override
    public void configure() {
        // The trigger. Whatever fails below, the error handler of this route repeats the whole run, with a
        // new read, and writes a dead letter after the last attempt. Fires that come due during a run are
        // skipped; in the group tables no others are lost.
        from("quartz:tables/plain_orders?cron=0+0/15+*+*+*+?&stateful=true"
                        + "&trigger.timeZone=UTC&trigger.misfireInstruction=-1")
                .routeId("plain_orders")
                .routeGroup("tables")
                .routeConfigurationId("table-errors")
                .to("direct:plain_orders.run")
                .id("plain_orders-run")
                // Reached only when every row is published.
                .to("glue-crawler:caravan-plain_orders?tableId=plain_orders")
                .id("plain_orders-catalog");

        // One run. A broken cursor cannot be resumed, so no step here is retried alone: noErrorHandler passes
        // every failure to the caller. The run ends with this route: connection and files are released.
        from("direct:plain_orders.run")
                .routeId("plain_orders.run")
                .routeGroup("tables")
                .errorHandler(noErrorHandler())
                // Begins the run, before the cursor is opened.
                .to("lake-run:plain_orders")
                .id("plain_orders-begin")
                // A cursor instead of a list. PostgreSQL streams only with a fetchSize and without autocommit,
                // which the pools of caravan.source.NAME have off; with either missing the driver reads the
                // whole table into memory. The order makes every attempt write the same files.
                .to("sql:select id, number, organization_id, status, discount, ordered_at, ordered_local, note"
                        + " from public.orders order by id"
                        + "?dataSource=#default&outputType=StreamList&fetchSize=5000")
                .id("plain_orders-read")
                // Counts the rows, so that none is lost without an error, and stops the read when a batch has failed.
                .bean("rowWatch")
                .id("plain_orders-count")
                .split(body())
                .streaming()
                .stopOnException()
                .id("plain_orders-rows")
                // Of one attempt only: the rows that a failed attempt left must not get into the files of the
                // next one …
                .aggregate(exchangeProperty("CamelCaravanAttempt"), new GroupedBodyAggregationStrategy())
                // … and are discarded after an hour.
                .completionTimeout(ONE_HOUR)
                .discardOnCompletionTimeout()
                .completionSize(5_000)
                // The last rows are a batch too, however few. Eagerly: the split says so on the row that comes
                // in.
                .completion(exchangeProperty("CamelSplitComplete"))
                .eagerCheckCompletion()
                // The row that completes a batch waits until it is uploaded. By default batches go to a thread
                // of the Aggregator's own: they queue up without end, and the crawler runs before they are
                // written.
                .executorService("callerWaits")
                .to("direct:plain_orders.file")
                .end()
                .end()
                // No row, no batch: an empty list becomes a file that has the schema's columns.
                .filter(simple("${exchangeProperty.CamelCaravanRun.rowsRead} == 0"))
                .setBody(constant(List.of()))
                .to("direct:plain_orders.file")
                .end()
                // All files or none. A batch that failed, which the Aggregator only logs, fails the run here at
                // the latest.
                .to("lake-publish:plain_orders")
                .id("plain_orders-publish");

        // One batch becomes one file, which is uploaded before the next row is read.
        from("direct:plain_orders.file")
                .routeId("plain_orders.file")
                .routeGroup("tables")
                .errorHandler(noErrorHandler())
                // Without a schema the types are derived from the first batch, and a table without rows is refused.
                .to("parquet-file:plain_orders?schema=file:examples/orders.avsc")
                .id("plain_orders-write")
                // Sends the file to the next route, with its key in the bucket.
                .to("lake-upload:plain_orders?to=direct:plain_orders.upload")
                .id("plain_orders-uploads");

        // An upload is retried alone, from the file.
        from("direct:plain_orders.upload")
                .routeId("plain_orders.upload")
                .routeGroup("tables")
                .routeConfigurationId("upload-errors")
                .to("aws2-s3:{{caravan.lake.bucket}}?amazonS3Client=#lakeS3&deleteAfterWrite=true")
                .id("plain_orders-upload");
    }
}
