package dev.caravan.local.postgres;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.machine.LocalFolder;
import dev.caravan.local.machine.LocalPort;
import dev.caravan.local.machine.ProgramOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server that needs no installation and listens on the loopback address only.
 *
 * <p>Databases are UTF-8 and sort by code point, so that they behave alike on every machine. It trades durability for
 * speed: after a crash of the machine (not of the server) its data may be lost.
 */
public final class LocalPostgres implements AutoCloseable {
    /** The superuser. */
    public static final String USER = "postgres";
    /** The superuser's password; the server does check it. */
    public static final String PASSWORD = "caravan-secret";
    /** The database that is there from the beginning. */
    public static final String DATABASE = "postgres";

    private static final int TRIES = 3;

    private final PostgresPrograms programs;
    private final PostgresUser user;
    private final Path data;
    private final @Nullable Path temporary;
    private final int port;
    private final Thread atExit;
    private boolean closed;

    private LocalPostgres(PostgresPrograms programs, PostgresUser user, Path data, @Nullable Path temporary, int port) {
        this.programs = programs;
        this.user = user;
        this.data = data;
        this.temporary = temporary;
        this.port = port;
        this.atExit = new Thread(this::close, "local-postgres-stop");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a server of the bundled version on a free port, whose data go when it is closed. */
    public static LocalPostgres start() {
        return builder().start();
    }

    /** What to start. */
    public static Builder builder() {
        return new Builder();
    }

    public int port() {
        return port;
    }

    /** The JDBC URL of {@link #DATABASE}, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** The JDBC URL of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + LocalPort.HOST + ":" + port + "/" + database;
    }

    /** A connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
    }

    /** Stops the server, cutting its connections, and removes its data unless their folder was given. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Nobody starts again from temporary data, so there is no need to write them out first.
        String mode = temporary == null ? "fast" : "immediate";
        ProgramOutput stopped = ProgramOutput.of(user.command(
                programs.program("pg_ctl"), List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-t", "30")));
        if (temporary != null) {
            LocalFolder.remove(temporary);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is on its way out already, and this is the hook.
        }
        if (stopped.status() != 0) {
            throw new IllegalStateException("The embedded PostgreSQL does not stop: " + stopped.lastLines(3));
        }
    }

    /** What to start; every part has a default. */
    public static final class Builder {
        private int port;
        private @Nullable Path given;
        private @Nullable PostgresPrograms programs;
        private @Nullable PostgresUser user;
        private final Map<String, String> settings = new TreeMap<>(Map.of(
                "listen_addresses", LocalPort.HOST,
                "unix_socket_directories", "",
                "fsync", "off",
                "synchronous_commit", "off",
                "full_page_writes", "off",
                "timezone", "UTC",
                "log_timezone", "UTC"));

        private Builder() {}

        /** Where to listen; 0, the default, takes a free port. */
        public Builder port(int value) {
            this.port = value;
            return this;
        }

        /** Where the data are kept, also after the end; a temporary folder by default. */
        public Builder data(Path folder) {
            this.given = folder;
            return this;
        }

        /** Which version; the bundled one by default. */
        public Builder programs(PostgresPrograms version) {
            this.programs = version;
            return this;
        }

        /** A setting of the server, such as {@code wal_level}. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        Builder user(PostgresUser who) {
            this.user = who;
            return this;
        }

        /**
         * Starts it, over the data that are there already if the folder was used before.
         *
         * @throws ExportException when the port is taken, or with the server's own words when it does not start
         */
        public LocalPostgres start() {
            LocalPort.POSTGRES.requireFree(port);
            PostgresPrograms version = programs != null ? programs : PostgresPrograms.bundled();
            PostgresUser who = user != null ? user : PostgresUser.allowed();
            Path kept = given;
            if (kept != null) {
                return start(version, who, LocalFolder.made(kept, "--dir"), null);
            }
            Path temporary = LocalFolder.temporary("caravan-postgres-data");
            try {
                who.own(temporary);
                return start(version, who, temporary.resolve("data"), temporary);
            } catch (RuntimeException e) {
                LocalFolder.remove(temporary);
                throw e;
            }
        }

        private LocalPostgres start(PostgresPrograms version, PostgresUser who, Path data, @Nullable Path temporary) {
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialize(version, who, data);
            }
            return new LocalPostgres(version, who, data, temporary, launch(version, who, data));
        }

        private static void initialize(PostgresPrograms version, PostgresUser who, Path data) {
            Path secret = LocalFolder.temporary("caravan-postgres-secret");
            try {
                Path file = Files.writeString(secret.resolve("password"), PASSWORD);
                Files.createDirectories(data);
                who.own(data);
                who.own(secret);
                ProgramOutput made = ProgramOutput.of(who.command(
                        version.program("initdb"),
                        List.of(
                                "--pgdata=" + data,
                                "--username=" + USER,
                                "--pwfile=" + file,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--no-sync")));
                if (made.status() != 0) {
                    throw refused("initdb", made.lastLines(4));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                LocalFolder.remove(secret);
            }
        }

        /** The port that it listens on; a free one may be lost to another process, so it is tried again. */
        private int launch(PostgresPrograms version, PostgresUser who, Path data) {
            Path log = data.resolve("server.log");
            for (int left = port == 0 ? TRIES : 1; ; left--) {
                int tried = port == 0 ? LocalPort.free() : port;
                ProgramOutput started = ProgramOutput.of(who.command(
                        version.program("pg_ctl"),
                        List.of("start", "-D", data.toString(), "-l", log.toString(), "-o", options(tried), "-w")));
                if (started.status() == 0) {
                    return tried;
                }
                if (left == 1) {
                    ProgramOutput said = new ProgramOutput(started.status(), started.text() + "\n" + read(log));
                    throw refused("pg_ctl", said.lastLines(4));
                }
            }
        }

        private String options(int chosen) {
            List<String> options = new ArrayList<>(List.of("-p", Integer.toString(chosen)));
            settings.forEach((name, value) -> options.addAll(List.of("-c", "'" + name + "=" + value + "'")));
            return String.join(" ", options);
        }

        private static String read(Path log) {
            try {
                return Files.exists(log) ? Files.readString(log) : "";
            } catch (IOException e) {
                return e.toString();
            }
        }

        private static ExportException refused(String program, String words) {
            return new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The embedded PostgreSQL does not start; " + program + " says: " + words,
                    "Fix what it names, or use a PostgreSQL of your own with CARAVAN_SOURCE_DEFAULT_URL.");
        }
    }
}
