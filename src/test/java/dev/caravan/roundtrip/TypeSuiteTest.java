package dev.caravan.roundtrip;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.TestStack;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.local.postgres.PostgresPrograms;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every value of every type arrives, from every version of PostgreSQL, however server, database, role and JVM are set. */
class TypeSuiteTest {
    private final TimeZone zone = TimeZone.getDefault();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void putBack() throws Exception {
        TimeZone.setDefault(zone);
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @TestFactory
    Stream<DynamicContainer> every_value_arrives_from_the_newest_version() {
        String database = TestStack.freshDatabase("types");
        return suite(TestStack.postgres(), database);
    }

    @TestFactory
    Stream<DynamicContainer> every_value_arrives_from_version_15_that_is_set_for_people_in_nepal() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
        LocalPostgres server = started(
                Servers.debian15(),
                LocalPostgres.builder()
                        .setting("timezone", "Asia/Kathmandu")
                        .setting("datestyle", "SQL, DMY")
                        .setting("intervalstyle", "postgres_verbose")
                        .setting("extra_float_digits", "0")
                        .setting("bytea_output", "escape"));
        return suite(server, LocalPostgres.DATABASE);
    }

    @TestFactory
    Stream<DynamicContainer> every_value_arrives_from_the_oldest_version_whose_database_and_role_are_set_otherwise()
            throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
        LocalPostgres server = started(Servers.oldest(), LocalPostgres.builder());
        try (Connection connection = server.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE postgres SET DateStyle = 'German, DMY'");
            statement.execute("ALTER DATABASE postgres SET IntervalStyle = 'sql_standard'");
            statement.execute("ALTER DATABASE postgres SET xmloption = 'document'");
            statement.execute("ALTER ROLE postgres SET bytea_output = 'escape'");
            statement.execute("ALTER ROLE postgres SET TimeZone = 'Europe/Lisbon'");
            statement.execute("ALTER ROLE postgres IN DATABASE postgres SET extra_float_digits = -15");
        }
        return suite(server, LocalPostgres.DATABASE);
    }

    private Stream<DynamicContainer> suite(LocalPostgres server, String database) {
        HikariDataSource source = Servers.source(server, database);
        DuckJudge judge = new DuckJudge();
        // Before their server.
        opened.addAll(0, List.of(source, judge));
        return new TypeSuite(source, judge, folder).tests();
    }

    private LocalPostgres started(Optional<PostgresPrograms> programs, LocalPostgres.Builder builder) {
        assumeTrue(programs.isPresent(), "this version is not at hand on this machine");
        LocalPostgres server = builder.programs(programs.orElseThrow()).start();
        opened.add(server);
        return server;
    }
}
