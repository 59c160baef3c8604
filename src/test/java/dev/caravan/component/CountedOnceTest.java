package dev.caravan.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestLake;
import dev.caravan.component.RunEnd.Outcome;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.export.TableExport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a run consists of, and wherever it fails: it begins once and ends once. */
class CountedOnceTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<ErrorCode> failedAttempts = new CopyOnWriteArrayList<>();
    private final List<RunEnd> ends = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        lake = TestLake.open("once", folder)
                .set("caravan.retry.maximum", "1")
                .sql("CREATE TABLE t AS SELECT i, date '2020-01-01' + i AS born FROM generate_series(1, 2000) i;"
                        + " INSERT INTO t VALUES (0, 'infinity')");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void a_run_that_fails_before_it_reads() {
        lake.table("t", "table", "nowhere");

        RunEnd end = run("t");

        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.attempts()).isEqualTo(1);
        assertThat(failure(end).step()).isEqualTo("t-plan");
        assertThat(failure(end).error().code()).isEqualTo(ErrorCode.NO_SUCH_TABLE);
    }

    @Test
    void a_run_whose_chunks_fail_side_by_side() {
        lake.table("t", "table", "t", "readers", "2", "batchRows", "100");

        RunEnd end = run("t");

        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failure(end).error().code()).isEqualTo(ErrorCode.BAD_VALUE);
        assertThat(failedAttempts).isEmpty();
    }

    @Test
    void a_run_that_is_published_says_what_it_published() {
        lake.table("t", "table", "t", "onBadValue", "null");

        RunEnd end = run("t");

        assertThat(end.outcome()).isEqualTo(Outcome.PUBLISHED);
        assertThat(Objects.requireNonNull(end.manifest()).rows()).isEqualTo(2001);
        assertThat(end.failure()).isNull();
        assertThat(end.took()).isPositive();
    }

    @Test
    void a_route_of_its_own_whose_steps_inside_a_split_fail_one_by_one() {
        lake.file("own.yaml", """
                - route:
                    id: own
                    routeConfigurationId: table-errors
                    from:
                      uri: direct:own
                      steps:
                        - to: lake-run:theirs
                        - setBody: {constant: "1,2,3"}
                        - split:
                            tokenize: {token: ","}
                            steps:
                              - throwException: {exceptionType: java.lang.IllegalStateException, message: broken}
                """);

        RunEnd end = run("own");

        assertThat(end.table()).isEqualTo("theirs");
        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failure(end).error().code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(lake.ownFiles()).anyMatch(file -> file.startsWith("dead-letter/theirs/" + end.runId()));
    }

    @Test
    void a_route_of_its_own_that_handles_no_failure() {
        lake.file("own.yaml", """
                - route:
                    id: own
                    from:
                      uri: direct:own
                      steps:
                        - to: lake-run:theirs
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: broken}
                """);

        assertThat(run("own").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(begun).containsExactly("theirs");
    }

    @Test
    void a_route_of_its_own_that_fails_twice_and_then_ends_without_a_publication() {
        lake.set("caravan.retry.maximum", "2").file("own.yaml", """
                - route:
                    id: own
                    routeConfigurationId: table-errors
                    from:
                      uri: direct:own
                      steps:
                        - to: direct:own.run
                - route:
                    id: own.run
                    routeConfigurationId: caller-handles-errors
                    from:
                      uri: direct:own.run
                      steps:
                        - to: lake-run:theirs
                        - setProperty: {name: times, simple: "${exchangeProperty.times}x"}
                        - filter:
                            simple: "${exchangeProperty.times} != 'xxx'"
                            steps:
                              - throwException: {exceptionType: java.lang.IllegalStateException, message: broken}
                """);

        RunEnd end = run("own");

        assertThat(end.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(end.attempts()).isEqualTo(3);
        assertThat(failedAttempts).containsExactly(ErrorCode.INTERNAL, ErrorCode.INTERNAL);
    }

    @Test
    void a_route_that_has_no_run_is_none() {
        lake.file("own.yaml", """
                - route:
                    id: own
                    from:
                      uri: direct:own
                      steps:
                        - log: {message: "nothing of a table"}
                """);
        observe();

        lake.pod().context().createFluentProducerTemplate().to("direct:own").send();

        assertThat(ends).isEmpty();
        assertThat(begun).isEmpty();
    }

    private static RunEnd.Failure failure(RunEnd end) {
        return Objects.requireNonNull(end.failure());
    }

    private void observe() {
        RunObservers.of(lake.loadedContext()).add(new RunObserver() {
            @Override
            public void begun(String table) {
                begun.add(table);
            }

            @Override
            public void attemptFailed(String table, ExportException failure) {
                failedAttempts.add(failure.code());
            }

            @Override
            public void ended(RunEnd end) {
                ends.add(end);
            }
        });
    }

    private RunEnd run(String route) {
        observe();
        new TableExport(lake.pod().context()).run(route);
        assertThat(ends).hasSize(1);
        assertThat(begun).hasSize(1);
        assertThat(begun.get(0)).isEqualTo(ends.get(0).table());
        return ends.get(0);
    }
}
