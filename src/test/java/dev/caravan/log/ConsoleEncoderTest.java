package dev.caravan.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The lines of production's own configuration, in both forms. */
class ConsoleEncoderTest {
    private final LoggerContext context = new LoggerContext();
    private final List<String> lines = new ArrayList<>();
    private Logger log;

    @BeforeEach
    void configure() throws Exception {
        context.setMDCAdapter(((LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory()).getMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(ConsoleEncoderTest.class.getResource("/logback.xml"));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
        root.detachAppender(console);
        AppenderBase<ILoggingEvent> lister = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(new String(console.getEncoder().encode(event), StandardCharsets.UTF_8));
            }
        };
        lister.start();
        root.addAppender(lister);
        log = context.getLogger("dev.caravan.component.RunLog");
        MDC.put("table", "orders");
        MDC.put("run", "20260101T000000000Z");
    }

    @AfterEach
    void restore() {
        LogFormat.TEXT.use();
        MDC.clear();
        context.stop();
    }

    @Test
    void text_has_table_and_run_in_brackets() {
        log.info("Published {}", "orders");

        assertThat(line())
                .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z INFO  \\[main] \\[orders 20260101T000000000Z] RunLog:"
                        + " Published orders\\R");
    }

    @Test
    void nobody_writes_a_line_of_their_own_into_the_text() {
        MDC.put("table", "a\nb");
        log.info("the server says {}", "no\r\n2026-01-01T00:00:00.000Z ERROR all is lost\u001b[31m\u202egnp\u2028");

        assertThat(line())
                .endsWith("the server says no\\r\\n2026-01-01T00:00:00.000Z ERROR all is lost"
                        + "\\u001b[31m\\u202egnp\\u2028" + System.lineSeparator())
                .contains("[a\\nb 20260101T000000000Z]")
                .hasLineCount(1);
    }

    @Test
    void a_stack_trace_has_lines_of_its_own_and_its_messages_have_none() {
        log.error("broken", new IllegalStateException("first\nsecond", new RuntimeException("password=hunter22")));

        assertThat(line())
                .contains("IllegalStateException: first\\nsecond" + System.lineSeparator(), "\tat dev.caravan.log.")
                .contains("Caused by: java.lang.RuntimeException: password=***");
    }

    @Test
    void json_is_one_object_a_line_with_typed_fields() throws Exception {
        LogFormat.JSON.use();
        log.atInfo()
                .addKeyValue("rows", 12L)
                .addKeyValue("seconds", 1.5)
                .addKeyValue("code", ErrorCode.BAD_VALUE)
                .addKeyValue("message", "not this one")
                .log("Published\n{}", "orders");

        JsonNode json = json();
        assertThat(json.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(json.get("level").asText()).isEqualTo("INFO");
        assertThat(json.get("logger").asText()).isEqualTo("dev.caravan.component.RunLog");
        assertThat(json.get("table").asText()).isEqualTo("orders");
        assertThat(json.get("run").asText()).isEqualTo("20260101T000000000Z");
        assertThat(json.get("message").asText()).isEqualTo("Published\norders");
        assertThat(json.get("rows").isIntegralNumber()).isTrue();
        assertThat(json.get("seconds").doubleValue()).isEqualTo(1.5);
        assertThat(json.get("code").asText()).isEqualTo("BAD_VALUE");
        assertThat(json.has("stack_trace")).isFalse();
    }

    @Test
    void json_has_a_stack_trace_in_one_field_and_none_of_what_a_person_can_fix() throws Exception {
        LogFormat.JSON.use();
        log.error("broken", new IllegalStateException("why"));
        assertThat(json().get("stack_trace").asText())
                .startsWith("java.lang.IllegalStateException: why")
                .contains("\tat dev.caravan.log.");

        lines.clear();
        log.error("refused", new ExportException(ErrorCode.NO_PERMISSION, "No right.", "GRANT it."));
        assertThat(json().get("error").asText()).isEqualTo("NO_PERMISSION: No right. GRANT it.");
        assertThat(json().has("stack_trace")).isFalse();

        lines.clear();
        log.error("internal", new ExportException(ErrorCode.INTERNAL, "It broke.", "Report it."));
        assertThat(json().get("stack_trace").asText()).contains("INTERNAL: It broke.", "\tat dev.caravan.log.");
    }

    @Test
    void secrets_are_in_neither_form() {
        String said =
                "jdbc:postgresql://u:hunter22@db/x?user=me&password=hunter22&sslmode=require secretKey=RAW(hunter22)"
                        + " password: 'hunter22' AWS_SECRET_ACCESS_KEY=hunter22 https://k:hunter22@sentry.io/1";
        log.info(said);
        LogFormat.JSON.use();
        log.info(said);

        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("jdbc:postgresql://u:***@db/x?user=me&password=***&sslmode=require")
                .doesNotContain("hunter22"));
    }

    @Test
    void libraries_tell_of_trouble_only_and_routes_of_ones_own_tell_all() {
        for (String library : List.of(
                "org.apache.camel.impl.engine.AbstractCamelContext",
                "org.apache.camel.main.Main",
                "org.quartz.core.QuartzScheduler",
                "org.postgresql.Driver",
                "com.zaxxer.hikari.pool.HikariPool",
                "software.amazon.awssdk.request",
                "io.vertx.core.impl.VertxImpl",
                "io.netty.util.internal.PlatformDependent",
                "org.jolokia.server.core.Version",
                "sun.net.www.protocol.http.HttpURLConnection")) {
            assertThat(context.getLogger(library).isEnabledFor(Level.INFO))
                    .as(library)
                    .isFalse();
            assertThat(context.getLogger(library).isEnabledFor(Level.ERROR))
                    .as(library)
                    .isTrue();
        }
        for (String own : List.of("orders", "com.acme.shop.Orders", "my-route")) {
            assertThat(context.getLogger(own).isEnabledFor(Level.INFO)).as(own).isTrue();
        }
    }

    @Test
    void the_setting_names_a_form_or_is_refused() {
        assertThat(LogFormat.of("json", false)).isEqualTo(LogFormat.JSON);
        assertThat(LogFormat.of("TEXT", true)).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.of("auto", false)).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.of("", false)).isEqualTo(LogFormat.TEXT);
        assertThatThrownBy(() -> LogFormat.of("xml", true))
                .hasMessage("BAD_CONFIGURATION: caravan.log.format is 'xml', and it has to be text, json or auto."
                        + " Set caravan.log.format to one of these; auto is text on a terminal and JSON elsewhere.");
    }

    private String line() {
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private JsonNode json() throws Exception {
        assertThat(line()).endsWith("}\n").hasLineCount(1);
        return new ObjectMapper().readTree(line());
    }
}
