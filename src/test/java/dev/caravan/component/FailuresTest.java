package dev.caravan.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of users' own routes that show only when a message comes. */
class FailuresTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nosuch:x                 | nosuch
            timer:x?perod=1          | perod
            direct:nobody?timeout=1  | No consumers available
            mock:x?retainFirst=many  | retainFirst
            bean:nosuch              | nosuch
            """)
    void a_uri_that_is_known_at_run_time_only_is_a_fault_of_the_user(String uri, String told) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:own").errorHandler(noErrorHandler()).toD("${body}");
                }
            });
            context.start();
            try (ProducerTemplate sender = context.createProducerTemplate()) {
                Exchange sent = sender.send(
                        "direct:own", exchange -> exchange.getMessage().setBody(uri));
                ExportException failure = Failures.of(Objects.requireNonNull(sent.getException()), "The run of own");
                assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                assertThat(failure.what()).startsWith("The run of own failed: ").contains(told);
                assertThat(failure.hint()).startsWith("Fix the step of the route");
            }
        }
    }
}
