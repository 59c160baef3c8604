package dev.caravan.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.copy.CopyOut;
import org.postgresql.jdbc.PgConnection;

/** What the server says between the rows of a COPY, whichever way they are read. */
class CopyMessagesTest {
    private static String database;

    @BeforeAll
    static void tables() {
        database = TestStack.freshDatabase("messages");
        TestStack.execute(database, """
                CREATE FUNCTION noted(n int) RETURNS int LANGUAGE plpgsql AS $$
                BEGIN
                  IF n % 7 = 0 THEN RAISE NOTICE 'row %', n; END IF;
                  RETURN n;
                END $$;
                CREATE TABLE t AS SELECT n, repeat('x', n * 37 % 20000) AS pad FROM generate_series(1, 500) AS s(n)
                """);
    }

    @Test
    void the_driver_in_use_shows_its_stream() throws SQLException {
        try (Connection connection = TestStack.connect(database)) {
            CopyMessages messages = CopyMessages.of(unwrapped(connection), "COPY t TO STDOUT");
            assertThat(messages.isDirect()).isTrue();
            assertThat(all(messages)).hasSize(500);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void notices_between_rows_are_heard_and_no_row_is_lost(boolean direct) throws SQLException {
        String command = "COPY (SELECT noted(n), pad FROM t ORDER BY n) TO STDOUT (FORMAT binary)";
        try (Connection connection = TestStack.connect(database)) {
            List<String> expected = byDriver(connection, command);
            connection.clearWarnings();

            CopyMessages messages = messages(connection, command, direct);
            assertThat(all(messages)).isEqualTo(expected).hasSize(501);
            assertThat(messages.isActive()).isFalse();
            assertThat(connection.getWarnings().getMessage()).isEqualTo("row 7");
            assertThat(one(connection)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_behind_some_rows_is_the_servers_own(boolean direct) throws SQLException {
        try (Connection connection = TestStack.connect(database)) {
            CopyMessages messages =
                    messages(connection, "COPY (SELECT n / (n - 400), pad FROM t) TO STDOUT (FORMAT binary)", direct);
            assertThatThrownBy(() -> all(messages))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("division");
            assertThat(one(connection)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_server_process_that_ends_is_a_failure(boolean direct) throws SQLException {
        try (Connection connection = TestStack.connect(database)) {
            CopyMessages messages =
                    messages(connection, "COPY (SELECT a.n, b.pad FROM t a, t b) TO STDOUT (FORMAT binary)", direct);
            messages.take(new byte[messages.next()], 0);
            int pid = unwrapped(connection).getBackendPID();
            TestStack.execute(database, "SELECT pg_terminate_backend(" + pid + ")");
            assertThatThrownBy(() -> all(messages))
                    .isInstanceOfSatisfying(SQLException.class, fault -> assertThat(fault.getSQLState())
                            .isIn("57P01", "08006"));
        }
    }

    private static CopyMessages messages(Connection connection, String command, boolean direct) throws SQLException {
        PgConnection postgres = unwrapped(connection);
        return direct
                ? CopyMessages.of(postgres, command)
                : new CopyMessages(postgres.getCopyAPI().copyOut(command), null);
    }

    private static PgConnection unwrapped(Connection connection) throws SQLException {
        return connection.unwrap(PgConnection.class);
    }

    private static List<String> all(CopyMessages messages) throws SQLException {
        List<String> all = new ArrayList<>();
        for (int length = messages.next(); length >= 0; length = messages.next()) {
            byte[] message = new byte[length + 2];
            messages.take(message, 1);
            all.add(HexFormat.of().formatHex(message, 1, length + 1));
        }
        return all;
    }

    private static List<String> byDriver(Connection connection, String command) throws SQLException {
        List<String> all = new ArrayList<>();
        CopyOut copy = unwrapped(connection).getCopyAPI().copyOut(command);
        for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
            all.add(HexFormat.of().formatHex(message));
        }
        return all;
    }

    private static int one(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var result = statement.executeQuery("SELECT 1")) {
            result.next();
            return result.getInt(1);
        }
    }
}
