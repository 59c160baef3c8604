package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.bench.contender.Contender;
import dev.caravan.bench.contender.Output;
import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.data.Source;
import dev.caravan.bench.measure.Cost;
import dev.caravan.bench.measure.ProgramFailed;
import dev.caravan.bench.report.Result;
import dev.caravan.bench.report.TableResult;
import dev.caravan.local.postgres.LocalPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs have figures. */
class BenchTest {
    private static final int ROWS = 1_000;

    @TempDir
    private Path folder;

    private Source source;

    @BeforeEach
    void table() {
        String database = TestStack.freshDatabase("bench");
        TestStack.execute(
                database,
                "CREATE SCHEMA caravan_bench; CREATE TABLE caravan_bench.narrow AS SELECT i::bigint id,"
                        + " TIMESTAMP '2020-01-01' seen, i::double precision reading FROM generate_series(1, " + ROWS
                        + ") i");
        source = new Source(TestStack.postgres().jdbcUrl(database) + "?user=" + LocalPostgres.USER + "&password="
                + LocalPostgres.PASSWORD);
    }

    @Test
    void a_run_that_lost_a_row_has_no_figures() throws SQLException {
        Result result = run(false, table -> new Output(table.rows() - 1, 1, null));

        assertThat(result.counts()).isFalse();
        assertThat(result.refusal()).isEqualTo("it brought out 999 rows of 1,000");
    }

    @Test
    void a_run_of_caravan_with_another_value_has_no_figures() throws SQLException {
        Path file = folder.resolve("narrow.parquet");
        try (DuckDb duck = DuckDb.open()) {
            duck.execute(
                    "COPY (SELECT i AS id, TIMESTAMP '2020-01-01' AS seen, CASE i WHEN 7 THEN 8 ELSE i END::double AS"
                            + " reading FROM range(1, " + (ROWS + 1) + ") t (i)) TO '" + file + "' (FORMAT parquet)");
        }

        Result result = run(true, table -> new Output(table.rows(), 1, file));

        assertThat(result.refusal()).isEqualTo("the values differ from the table's in reading");
    }

    @Test
    void a_contender_that_fails_says_why_and_is_not_run_again() throws SQLException {
        Result result = run(false, table -> {
            throw new ProgramFailed("its process ended");
        });

        assertThat(result.runs()).isEmpty();
        assertThat(result.refusal()).isEqualTo("its process ended");
    }

    @Test
    void every_measured_run_that_brought_out_all_counts_and_those_to_warm_up_do_not() throws SQLException {
        Result result = run(false, table -> new Output(table.rows(), 5, null));

        assertThat(result.counts()).isTrue();
        assertThat(result.runs()).hasSize(3).allSatisfy(run -> {
            assertThat(run.outputBytes()).isEqualTo(5);
            // The server is on this machine, so its processes can be seen.
            assertThat(run.serverSeconds()).isNotNull().isNotNegative();
        });
    }

    private Result run(boolean isCaravan, Function<LoadedTable, Output> output) throws SQLException {
        Contender contender = new Contender() {
            @Override
            public String name() {
                return "copy-2";
            }

            @Override
            public String label() {
                return "somebody";
            }

            @Override
            public Cost run(LoadedTable table) {
                return new Cost(1, 1, 1, "");
            }

            @Override
            public Output output(LoadedTable table) {
                return output.apply(table);
            }

            @Override
            public boolean warmsUp() {
                return true;
            }

            @Override
            public boolean isCaravan() {
                return isCaravan;
            }
        };
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        TableResult result =
                new Bench(source, List.of(contender), new Bench.Rounds(3, 2), nowhere).over(BenchTable.NARROW);
        return result.results().get(0);
    }
}
