package dev.caravan.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.junit.jupiter.api.Test;

class CallerWaitsTest {
    private static final int BATCHES = 10_000;

    @Test
    void a_task_is_done_when_execute_returns() {
        List<String> done = new ArrayList<>();

        new CallerWaits().execute(() -> done.add(Thread.currentThread().getName()));

        assertThat(done).containsExactly(Thread.currentThread().getName() + " batch");
    }

    @Test
    void an_interrupted_caller_interrupts_the_task_and_stays_interrupted() {
        List<String> done = new ArrayList<>();
        Thread.currentThread().interrupt();

        new CallerWaits().execute(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                done.add("interrupted");
            }
        });

        assertThat(done).containsExactly("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void the_batches_of_a_huge_table_do_not_pile_up_on_the_stack() throws Exception {
        assertThat(batches(new CallerWaits())).isEqualTo(BATCHES);
    }

    /** Why Camel's own synchronous executor is not used; when this fails, Camel has fixed it. */
    @Test
    void camels_synchronous_executor_overflows_the_stack() throws Exception {
        assertThat(batches(new SynchronousExecutorService())).isLessThan(BATCHES);
    }

    private static int batches(java.util.concurrent.ExecutorService executor) throws Exception {
        AtomicInteger batches = new AtomicInteger();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:rows")
                            .errorHandler(noErrorHandler())
                            .split(body())
                            .streaming()
                            .stopOnException()
                            .aggregate(constant(true), new GroupedBodyAggregationStrategy())
                            .completionSize(2)
                            .executorService(executor)
                            .process(exchange -> batches.incrementAndGet());
                }
            });
            context.getShutdownStrategy().setTimeout(1);
            context.start();
            Thread caller = new Thread(() -> {
                try {
                    context.createProducerTemplate().send("direct:rows", exchange -> rows(exchange));
                } catch (StackOverflowError e) {
                    // The number of batches tells how far it came.
                }
            });
            caller.setDaemon(true);
            caller.start();
            caller.join(60_000);
        }
        return batches.get();
    }

    private static void rows(Exchange exchange) {
        exchange.getMessage().setBody(IntStream.range(0, 2 * BATCHES).boxed().iterator());
    }
}
