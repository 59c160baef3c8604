package dev.caravan.roundtrip;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.local.postgres.PostgresPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The versions of PostgreSQL besides the bundled one, where this machine has them. */
public final class Servers {
    /** Where Debian's package postgresql-15 lies. */
    private static final Path DEBIAN_15 = Path.of("/usr/lib/postgresql/15");
    /** Put there by the build. */
    private static final Path OLDEST = Path.of("target/oldest-postgres/postgres.jar");

    private Servers() {}

    /** PostgreSQL 15, where it is installed. */
    public static Optional<PostgresPrograms> debian15() {
        return Files.isExecutable(DEBIAN_15.resolve("bin/postgres"))
                ? Optional.of(new PostgresPrograms(DEBIAN_15))
                : Optional.empty();
    }

    /** The oldest version that is supported, where its archive is for this kind of machine. */
    public static Optional<PostgresPrograms> oldest() {
        boolean fits = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && System.getProperty("os.arch").equals("amd64")
                && !Files.exists(Path.of("/etc/alpine-release"));
        return fits && Files.exists(OLDEST) ? Optional.of(PostgresPrograms.ofJar(OLDEST)) : Optional.empty();
    }

    /** A small pool of the superuser, as production has one; whoever asks closes it. */
    static HikariDataSource source(LocalPostgres server, String database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(database));
        config.setUsername(LocalPostgres.USER);
        config.setPassword(LocalPostgres.PASSWORD);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }
}
