package dev.caravan.examples;

import org.apache.camel.builder.RouteBuilder;

/**
 * A PostgreSQL table by a route of your own: pg-table, split, pg-copy, split, parquet-file, lake-upload, lake-publish, glue-crawler.
 *
 * <p>The same as pg-copy.camel.yaml, route by route.
 */
public class PgCopyRoute extends RouteBuilder {
    @Override
    public void configure() {
        // The trigger. Whatever fails below, the error handler of this route repeats the whole run, with a new
        // snapshot, and writes a dead letter after the last attempt. Fires that come due during a run are
        // skipped; in the group tables no others are lost.
        from("quartz:tables/own_orders?cron=0+0/15+*+*+*+?&stateful=true"
                        + "&trigger.timeZone=UTC&trigger.misfireInstruction=-1")
                .routeId("own_orders")
                .routeGroup("tables")
                .routeConfigurationId("table-errors")
                .to("direct:own_orders.run")
                .id("own_orders-run")
                // Reached only when every row is published.
                .to("glue-crawler:caravan-own_orders?tableId=own_orders")
                .id("own_orders-catalog");

        // One run. It ends with this route: its snapshot and its files are released. A half-read cursor cannot be
        // resumed, so no step is retried alone: noErrorHandler passes every failure to the caller.
        from("direct:own_orders.run")
                .routeId("own_orders.run")
                .routeGroup("tables")
                .errorHandler(noErrorHandler())
                .to("pg-table:own_orders?table=public.orders&readers=2")
                .id("own_orders-plan")
                // The body is an iterator of chunks, each as soon as a connection is free for it. Without streaming,
                // the split would wait for the last chunk before it begins with the first. The caller waits
                // (synchronous); otherwise the steps after the split would run on a thread of a chunk.
                .split(body())
                .streaming()
                .parallelProcessing()
                .synchronous()
                .executorService("chunkThreads")
                .stopOnException()
                .id("own_orders-chunks")
                .to("direct:own_orders.chunk")
                .id("own_orders-chunk")
                .end()
                // All files or none: it fails when a chunk is not read to its end.
                .to("lake-publish:own_orders")
                .id("own_orders-publish");

        // One chunk.
        from("direct:own_orders.chunk")
                .routeId("own_orders.chunk")
                .routeGroup("tables")
                .errorHandler(noErrorHandler())
                .to("pg-copy:own_orders")
                .id("own_orders-read")
                .split(body())
                .streaming()
                .stopOnException()
                .id("own_orders-batches")
                .to("parquet-file:own_orders")
                .id("own_orders-write")
                .to("lake-upload:own_orders?to=direct:own_orders.upload&partsTo=direct:own_orders.part")
                .id("own_orders-uploads");

        // An upload is retried alone, from the file.
        from("direct:own_orders.upload")
                .routeId("own_orders.upload")
                .routeGroup("tables")
                .routeConfigurationId("upload-errors")
                .to("aws2-s3:{{caravan.lake.bucket}}?amazonS3Client=#lakeS3&deleteAfterWrite=true")
                .id("own_orders-upload");
        from("direct:own_orders.part")
                .routeId("own_orders.part")
                .routeGroup("tables")
                .routeConfigurationId("upload-errors")
                .to("lake-part:own_orders")
                .id("own_orders-part");
    }
}
