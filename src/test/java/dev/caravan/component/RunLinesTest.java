package dev.caravan.component;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.export.ExportResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Whichever thread logs a line of a run, the line says which run it is; and each run has one line at its end. */
class RunLinesTest {
    private static final String OWN = "shop.own.route";

    private record Line(Level level, String logger, String text, Map<String, String> context) {}

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<Logger> loggers =
            List.of((Logger) LoggerFactory.getLogger("dev.caravan"), (Logger) LoggerFactory.getLogger(OWN));
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new Line(
                    event.getLevel(),
                    event.getLoggerName().replaceFirst(".*\\.", ""),
                    event.getFormattedMessage(),
                    event.getMDCPropertyMap()));
        }
    };

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("lines", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.wait.warn-after", "400ms")
                .sql("CREATE TABLE t AS SELECT i, date '2020-01-01' + i AS born FROM generate_series(1, 2000) i;"
                        + " INSERT INTO t VALUES (0, 'infinity')");
        appender.start();
        loggers.forEach(logger -> {
            logger.setLevel(Level.INFO);
            logger.addAppender(appender);
        });
    }

    @AfterEach
    void close() {
        loggers.forEach(logger -> {
            logger.detachAppender(appender);
            logger.setLevel(null);
        });
        System.clearProperty("aws.maxAttempts");
        lake.close();
        s3.close();
    }

    @Test
    void lines_of_uploads_waits_and_publications_belong_to_their_run() {
        lake.table("t", "query", "SELECT t.* FROM t, pg_sleep(1) s", "onBadValue", "null", "batchRows", "100");
        s3.fail(
                1,
                request -> request.method().equals("PUT") && request.path().endsWith(".parquet"),
                Fault.s3Error(500, "InternalError"));
        lake.loadedContext();
        lines.clear();

        ExportResult result = lake.published("t");

        assertThat(lines).extracting(Line::logger).contains("RetryNotice", "Wait", "LakePublishProducer", "RunLog");
        assertThat(lines).allSatisfy(line -> assertThat(line.context())
                .as(line.toString())
                .containsEntry("table", "t")
                .containsEntry("run", result.runId()));
        assertThat(MDC.get("run")).isNull();
    }

    @Test
    void the_last_line_of_a_run_says_all_that_it_came_to() {
        lake.table(
                "t", "table", "t", "onBadValue", "reject", "catalog", "crawler", "crawler", "lines-" + lake.bucket());

        ExportResult result = lake.published("t");

        assertThat(last()).satisfies(line -> {
            assertThat(line.level()).isEqualTo(Level.INFO);
            assertThat(line.text())
                    .matches("Published t: 2000 rows in 1 file, \\d+ bytes, in \\d+\\.\\d s, 1 attempt, crawler lines-"
                            + lake.bucket() + " succeeded in \\d+\\.\\d s \\(1 table created, 0 updated\\), run "
                            + result.runId());
        });
    }

    @Test
    void a_failed_run_has_one_line_with_step_code_and_hint() {
        lake.table("t", "table", "t");

        ExportResult result = lake.export("t");

        assertThat(last()).satisfies(line -> {
            assertThat(line.level()).isEqualTo(Level.ERROR);
            assertThat(line.text())
                    .startsWith("Failed t at step t-batches, in ")
                    .contains(" s, 1 attempt, run " + result.runId() + ": BAD_VALUE: Column born", "onBadValue");
        });
        assertThat(lines).filteredOn(line -> line.text().contains("BAD_VALUE")).hasSize(1);
    }

    @Test
    void log_steps_of_a_route_of_ones_own_belong_to_the_run_on_every_thread() {
        lake.file("own.yaml", """
                - route:
                    id: own
                    from:
                      uri: direct:own
                      steps:
                        - log: {message: before, logName: shop.own.route}
                        - to: lake-run:theirs
                        - setBody: {constant: "1,2,3"}
                        - split:
                            tokenize: {token: ","}
                            parallelProcessing: true
                            steps:
                              - to: "log:shop.own.route?showAll=false"
                        - log: {message: after, logName: shop.own.route}
                """);

        ExportResult result = lake.export("own");

        assertThat(lines).filteredOn(line -> line.logger().equals("route")).hasSize(5);
        assertThat(lines)
                .filteredOn(
                        line -> line.logger().equals("route") && !line.text().equals("before"))
                .allSatisfy(line -> assertThat(line.context())
                        .containsEntry("table", "theirs")
                        .containsEntry("run", result.runId()));
    }

    private Line last() {
        List<Line> ends =
                lines.stream().filter(line -> line.logger().equals("RunLog")).toList();
        assertThat(ends).hasSize(1);
        return ends.get(0);
    }
}
