package dev.caravan.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalPostgresTest {
    @Test
    void it_answers_in_utf_8_and_checks_the_password() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start()) {
            assertThat(one(postgres, "SHOW server_version")).startsWith("18.");
            assertThat(one(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(one(postgres, "SELECT 'Größe 日本'")).isEqualTo("Größe 日本");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.USER, "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void settings_reach_the_server_and_its_extensions_are_there() throws Exception {
        try (LocalPostgres postgres =
                LocalPostgres.builder().setting("wal_level", "logical").start()) {
            assertThat(one(postgres, "SHOW wal_level")).isEqualTo("logical");
            assertThat(one(postgres, "SELECT count(*) FROM pg_available_extensions WHERE name IN ('hstore', 'citext')"))
                    .isEqualTo("2");
        }
    }

    @Test
    void given_data_are_kept_and_temporary_ones_are_not(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        try (LocalPostgres first = LocalPostgres.builder().data(data).start()) {
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (LocalPostgres second = LocalPostgres.builder().data(data).start()) {
            assertThat(one(second, "SELECT answer FROM kept")).isEqualTo("42");
        }

        Path gone;
        try (LocalPostgres temporary = LocalPostgres.start()) {
            gone = Path.of(one(temporary, "SHOW data_directory"));
        }
        assertThat(gone).doesNotExist();
    }

    @Test
    void closing_cuts_connections_and_may_be_done_twice() throws Exception {
        LocalPostgres postgres = LocalPostgres.start();
        try (Connection left = postgres.connect(LocalPostgres.DATABASE)) {
            postgres.close();
            postgres.close();

            assertThat(left.isValid(1)).isFalse();
            assertThatThrownBy(() -> postgres.connect(LocalPostgres.DATABASE)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void a_port_in_use_is_one_clear_sentence_with_the_mend() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> LocalPostgres.builder().port(port).start())
                    .hasMessageContaining("Port " + port + " for the embedded PostgreSQL cannot be had")
                    .hasMessageContaining("--postgres-port");
        }
    }

    @Test
    void a_server_that_does_not_start_says_why(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("somebody-else-s-file"), "x");

        assertThatThrownBy(() -> LocalPostgres.builder().data(data).start())
                .hasMessageContaining("initdb says")
                .hasMessageContaining("exists but is not empty");
        assertThatThrownBy(() ->
                        LocalPostgres.builder().setting("wal_level", "sideways").start())
                .hasMessageContaining("invalid value for parameter \"wal_level\"");
    }

    @Test
    void a_version_starts_from_its_jar() throws Exception {
        URL archive = LocalPostgres.class.getResource("/postgres-linux-x86_64.txz");
        assumeTrue(archive != null, "the bundled archive has another name on this machine");
        String jar = archive.getPath().substring(0, archive.getPath().indexOf('!'));

        PostgresPrograms programs = PostgresPrograms.ofJar(Path.of(URI.create(jar)));

        assertThat(programs).isEqualTo(PostgresPrograms.bundled());
        assertThat(programs.program("initdb")).isExecutable();
    }

    @ParameterizedTest
    @EnumSource(
            value = PostgresUser.class,
            names = {"NAMESPACE", "NOBODY", "RUN_AS_NOBODY"})
    void root_can_start_it_in_every_way_that_the_machine_allows(PostgresUser user) throws Exception {
        assumeTrue(new UnixSystem().getUid() == 0, "only root needs this");
        assumeTrue(user.isAllowed(), "this machine does not allow it");

        try (LocalPostgres postgres = LocalPostgres.builder().user(user).start()) {
            assertThat(one(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    private static String one(LocalPostgres postgres, String query) throws SQLException {
        try (Connection connection = postgres.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(LocalPostgres postgres, String command) throws SQLException {
        try (Connection connection = postgres.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
