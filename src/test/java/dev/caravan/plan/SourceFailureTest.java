package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server reports of a query, as a real server reports it, and as drivers do. */
class SourceFailureTest {
    private static Connection connection;

    @BeforeAll
    static void connect() throws SQLException {
        String database = TestStack.freshDatabase("failure");
        TestStack.execute(
                database,
                "CREATE FUNCTION raised(state text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it happened'"
                        + " USING ERRCODE = state, DETAIL = 'why it did', HINT = 'what helps'; END $$;"
                        + "CREATE EXTENSION postgres_fdw; CREATE EXTENSION dblink; CREATE EXTENSION file_fdw;"
                        + "CREATE SERVER dead FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1', dbname 'x');"
                        + "CREATE USER MAPPING FOR public SERVER dead OPTIONS (user 'x', password 'geheim');"
                        + "CREATE FOREIGN TABLE far (id int) SERVER dead;"
                        + "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;"
                        + "CREATE FOREIGN TABLE gone (line text) SERVER files OPTIONS (filename '/nowhere/x.csv');"
                        + "CREATE TABLE t (i int); INSERT INTO t VALUES (0);"
                        + "CREATE VIEW zero AS SELECT 1 / i AS x FROM t; CREATE DOMAIN small AS int CHECK (VALUE < 5);"
                        + "CREATE MATERIALIZED VIEW unfilled AS SELECT 1 AS i WITH NO DATA");
        connection = TestStack.connect(database);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource({
        // Raised by functions, triggers and assertions.
        "P0001, QUERY_FAILED, USER",
        "P0002, QUERY_FAILED, USER",
        "P0003, QUERY_FAILED, USER",
        "P0004, QUERY_FAILED, USER",
        "P0000, QUERY_FAILED, USER",
        // Classes that nobody but a function of the user's own has.
        "MY001, QUERY_FAILED, USER",
        "ZZZZZ, QUERY_FAILED, USER",
        "99999, QUERY_FAILED, USER",
        "11111, QUERY_FAILED, USER",
        // Appendix A, class by class.
        "01000, QUERY_FAILED, USER",
        "02000, QUERY_FAILED, USER",
        "03000, QUERY_FAILED, USER",
        "08000, FOREIGN_SERVER_FAILED, USER",
        "08001, FOREIGN_SERVER_FAILED, USER",
        "08004, FOREIGN_SERVER_FAILED, USER",
        "08P01, FOREIGN_SERVER_FAILED, USER",
        "08003, READ_INTERRUPTED, TRANSIENT",
        "08006, READ_INTERRUPTED, TRANSIENT",
        "09000, QUERY_FAILED, USER",
        "0A000, BAD_QUERY, USER",
        "0B000, QUERY_FAILED, USER",
        "0F001, QUERY_FAILED, USER",
        "0L000, QUERY_FAILED, USER",
        "0P000, QUERY_FAILED, USER",
        "0Z002, QUERY_FAILED, USER",
        "10608, QUERY_FAILED, USER",
        "20000, QUERY_FAILED, USER",
        "21000, BAD_QUERY, USER",
        "22012, BAD_QUERY, USER",
        "22P02, BAD_QUERY, USER",
        "22021, BAD_VALUE, USER",
        "22P05, BAD_VALUE, USER",
        "23514, QUERY_FAILED, USER",
        "24000, QUERY_FAILED, USER",
        "25006, BAD_QUERY, USER",
        "25P02, QUERY_FAILED, USER",
        "25P03, READ_INTERRUPTED, TRANSIENT",
        "25P04, BAD_CONFIGURATION, USER",
        "26000, BAD_CONFIGURATION, USER",
        "27000, QUERY_FAILED, USER",
        "28000, QUERY_FAILED, USER",
        "28P01, QUERY_FAILED, USER",
        "2B000, QUERY_FAILED, USER",
        "2D000, QUERY_FAILED, USER",
        "2F005, QUERY_FAILED, USER",
        "34000, QUERY_FAILED, USER",
        "38000, QUERY_FAILED, USER",
        "39P01, QUERY_FAILED, USER",
        "3B001, QUERY_FAILED, USER",
        "3D000, BAD_QUERY, USER",
        "3F000, NO_SUCH_TABLE, USER",
        "40001, READ_INTERRUPTED, TRANSIENT",
        "40P01, READ_INTERRUPTED, TRANSIENT",
        "42601, BAD_QUERY, USER",
        "42883, BAD_QUERY, USER",
        "42P01, NO_SUCH_TABLE, USER",
        "42703, NO_SUCH_COLUMN, USER",
        "42501, NO_PERMISSION, USER",
        "42P05, BAD_CONFIGURATION, USER",
        "44000, QUERY_FAILED, USER",
        "53100, SOURCE_BUSY, TRANSIENT",
        "53200, SOURCE_BUSY, TRANSIENT",
        "53300, SOURCE_BUSY, TRANSIENT",
        "53400, QUERY_FAILED, USER",
        "54000, BAD_VALUE, USER",
        "54001, BAD_QUERY, USER",
        "55000, BAD_QUERY, USER",
        "55006, READ_INTERRUPTED, TRANSIENT",
        "55P03, LOCK_TIMEOUT, TRANSIENT",
        "55P04, QUERY_FAILED, USER",
        "57014, READ_INTERRUPTED, TRANSIENT",
        "57P01, READ_INTERRUPTED, TRANSIENT",
        "57P05, READ_INTERRUPTED, TRANSIENT",
        "58030, SERVER_FAULT, USER",
        "58P01, SERVER_FAULT, USER",
        "72000, READ_INTERRUPTED, TRANSIENT",
        "F0000, SERVER_FAULT, USER",
        "HV000, FOREIGN_SERVER_FAILED, USER",
        "HV00N, FOREIGN_SERVER_FAILED, USER",
        "XX000, SERVER_FAULT, USER",
        "XX001, SERVER_FAULT, USER",
        "XX002, SERVER_FAULT, USER",
    })
    void an_error_that_sql_raises_has_the_kind_of_its_class_and_all_that_the_server_says(
            String state, ErrorCode code, ErrorKind kind) {
        ExportException failure = failure("SELECT raised('" + state + "')");

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.what())
                .startsWith("Reading table public.t")
                .contains(
                        "it happened (SQLSTATE " + state + "). DETAIL: why it did. HINT: what helps. CONTEXT: PL/pgSQL")
                .endsWith(".")
                .doesNotContain("\n");
        assertThat(failure.getMessage()).doesNotContain("user and password", "Check that the server runs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM far | FOREIGN_SERVER_FAILED | could not connect to server \"dead\" | user mapping",
                "SELECT * FROM dblink('host=127.0.0.1 port=1 password=geheim', 'SELECT 1') AS t(i int) | FOREIGN_SERVER_FAILED | connection | dblink",
                "SELECT * FROM gone | SERVER_FAULT | /nowhere/x.csv | administrator",
                "SELECT * FROM zero | BAD_QUERY | division by zero | view or function",
                "SELECT 9::small | QUERY_FAILED | violates check constraint | a domain",
                "SELECT * FROM unfilled | BAD_QUERY | has not been populated | REFRESH MATERIALIZED VIEW",
                "SELECT * FROM nowhere | NO_SUCH_TABLE | \"nowhere\" | Check the spelling",
                "SELECT no_such() | BAD_QUERY | no_such() | HINT: No function matches",
                "SELECT pg_read_file('/nowhere') | SERVER_FAULT | could not open file | log of the server",
                "DO $$ BEGIN ASSERT false, 'not so'; END $$ | QUERY_FAILED | not so (SQLSTATE P0004) | raises this",
                "SELECT pg_terminate_backend(0) FROM (SELECT raised('57014')) s | READ_INTERRUPTED | 57014 | retried",
            })
    void what_a_real_server_reports_is_classed_by_what_has_happened(
            String sql, ErrorCode code, String says, String hint) {
        ExportException failure = failure(sql);

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        assertThat(failure.getMessage())
                .contains(says, hint)
                .doesNotContain("geheim")
                .doesNotContain("\n");
    }

    @Test
    void a_connection_that_breaks_in_a_query_is_an_interruption() {
        SQLException broken = new org.postgresql.util.PSQLException(
                "An I/O error occurred while sending to the backend.",
                org.postgresql.util.PSQLState.CONNECTION_FAILURE,
                new IOException("Connection reset"));

        ExportException failure = SourceFailure.of(broken, "table public.t");

        assertThat(failure.code()).isEqualTo(ErrorCode.READ_INTERRUPTED);
        assertThat(failure.hint()).contains("It is retried", "firewalls");
        assertThat(SourceFailure.of(new SQLException("Connection is closed"), "table public.t")
                        .code())
                .as("of the pool, which gives no state")
                .isEqualTo(ErrorCode.READ_INTERRUPTED);
    }

    /** PostgreSQL's appendix A, and its errcodes.txt. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00", "01", "02", "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "10", "20", "21", "22", "23",
                        "24",
                "25", "26", "27", "28", "2B", "2D", "2F", "34", "38", "39", "3B", "3D", "3F", "40", "42", "44", "53",
                        "54",
                "55", "57", "58", "72", "F0", "HV", "P0", "XX"
            })
    void every_class_of_postgresql_has_a_row(String group) {
        List<String> states = SqlStates.ROWS.stream().map(SqlStates.Row::state).toList();

        assertThat(states).doesNotHaveDuplicates().contains(group);
    }

    private static ExportException failure(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            return SourceFailure.of(e, "table public.t");
        }
        throw new AssertionError("no error: " + sql);
    }
}
