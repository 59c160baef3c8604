package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.CannedServer;
import dev.caravan.TestLake;
import dev.caravan.component.Sources;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.source.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a login fails, through the pool that runs, validate, types and scaffold share, against real servers where one can be had. */
class LoginFailureTest {
    private static final String ACCOUNT = "caravan.source.%s.user and caravan.source.%s.password";

    /**
     * One fault.
     *
     * @param url after {@code jdbc:postgresql://}
     * @param says a part of the message
     * @param hint a part of the hint, with {@code %s} for the source
     */
    private record Fault(
            String name, String url, String user, String password, ErrorCode code, String says, String hint) {
        @Override
        public String toString() {
            return name;
        }
    }

    @TempDir
    private static Path folder;

    private static TlsPostgres server;
    private static TlsPostgres expired;
    private static TestLake lake;
    private static final List<CannedServer> CANNED = new ArrayList<>();
    private static final List<String> GONE = new ArrayList<>();
    private static final List<Fault> FAULTS = new ArrayList<>();
    private static final Map<String, ExportException> OUTCOMES = new ConcurrentHashMap<>();

    /** All at once, because a pool takes a second to give up its first connection. */
    @BeforeAll
    static void connect() throws Exception {
        server = TlsPostgres.start(folder);
        expired = TlsPostgres.expired(Files.createDirectory(folder.resolve("expired")));
        lake = TestLake.open("login", folder).set("caravan.source.login-timeout", "5s");
        certificates();
        accounts();
        states();
        others();
        for (Fault fault : FAULTS) {
            String source = "caravan.source." + fault.name();
            lake.set(source + ".url", "jdbc:postgresql://" + fault.url()).set(source + ".user", fault.user());
            if (!fault.password().isEmpty()) {
                lake.set(source + ".password", fault.password());
            }
        }
        Pod pod = lake.pod();
        // The check of the settings would have told of files that were never there.
        for (String file : GONE) {
            Files.delete(Path.of(file));
        }
        ExecutorService threads = Executors.newFixedThreadPool(FAULTS.size());
        try {
            List<Future<?>> logins = new ArrayList<>();
            for (Fault fault : FAULTS) {
                logins.add(threads.submit(() -> {
                    try (Snapshot snapshot =
                            Snapshot.open(Sources.of(pod.context(), fault.name(), "the test"), "table t")) {
                        assertThat(snapshot.connection()).isNotNull();
                    } catch (ExportException e) {
                        OUTCOMES.put(fault.name(), e);
                    }
                }));
            }
            for (Future<?> login : logins) {
                login.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @AfterAll
    static void close() {
        lake.close();
        CANNED.forEach(CannedServer::close);
        server.close();
        expired.close();
    }

    static Stream<Fault> faults() {
        return FAULTS.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void each_fault_has_its_code_names_server_and_reason_and_says_what_to_correct(Fault fault) {
        ExportException failure = OUTCOMES.get(fault.name());

        assertThat(failure).as("it logs in").isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(fault.code());
        assertThat(failure.what())
                .startsWith("Reading table t: login to ")
                .contains(fault.says())
                .doesNotContain("\n")
                .doesNotContain("geheim");
        assertThat(failure.hint()).contains(fault.hint().replace("%s", fault.name()));
    }

    private static void certificates() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.crt"), "no certificate\n");
        String tls = own("postgres") + "?sslmode=verify-full&sslrootcert=";
        add("ca-missing", tls + gone("ca.crt"), ErrorCode.BAD_CONFIGURATION, "ca.crt", "sslrootcert");
        add("ca-garbage", tls + empty, ErrorCode.BAD_CONFIGURATION, empty.toString(), "caravan.source.%s.url");
        add(
                "ca-unknown",
                tls + server.otherCertificate(),
                ErrorCode.BAD_CONFIGURATION,
                "certification path",
                "certificate of its CA");
        add(
                "host-name",
                "localhost:" + server.port() + "/postgres?sslmode=verify-full&sslrootcert=" + server.certificate(),
                ErrorCode.BAD_CONFIGURATION,
                "localhost",
                "a name in the certificate");
        add(
                "certificate-expired",
                "127.0.0.1:" + expired.port() + "/postgres?sslmode=verify-full&sslrootcert=" + expired.certificate(),
                ErrorCode.BAD_CONFIGURATION,
                "NotAfter",
                "Renew the certificate of the server");
        Path open = Files.copy(server.key(), folder.resolve("open.pem"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        add(
                "client-key-open",
                own("postgres") + "?sslmode=require&sslcert=" + server.certificate() + "&sslkey=" + open,
                "by_certificate",
                "",
                ErrorCode.BAD_CONFIGURATION,
                "group or world access",
                "sslkey has to be readable by its owner only");
        String require = own("postgres") + "?sslmode=require&";
        add(
                "client-cert-missing",
                require + "sslcert=" + gone("c.crt") + "&sslkey=" + gone("c.key"),
                ErrorCode.BAD_CONFIGURATION,
                "gone/c",
                "sslcert");
        add(
                "client-store-missing",
                require + "sslkey=" + gone("c.p12"),
                ErrorCode.BAD_CONFIGURATION,
                "gone/c.p12",
                "sslkey");
        add(
                "client-cert-wanted",
                own("postgres") + "?sslmode=require",
                "by_certificate",
                "",
                ErrorCode.LOGIN_REFUSED,
                "28000",
                "pg_hba.conf");
        add(
                "tls-factory",
                require + "sslfactory=no.such.Factory",
                ErrorCode.BAD_CONFIGURATION,
                "no.such.Factory",
                "caravan.source.%s.url");
        add(
                "socket-factory",
                own("postgres") + "?socketFactory=no.such.Factory",
                ErrorCode.BAD_CONFIGURATION,
                "no.such.Factory",
                "caravan.source.%s.url");
        add("tls-wanted", own("tls_only") + "?sslmode=disable", ErrorCode.LOGIN_REFUSED, "28000", "pg_hba.conf");
        add(
                "tls-absent",
                canned(CannedServer.refusing("XX000", "unused")) + "?sslmode=require",
                ErrorCode.LOGIN_REFUSED,
                "does not support SSL",
                "sslmode");
        add(
                "channel-binding",
                own("postgres") + "?sslmode=disable&channelBinding=require",
                ErrorCode.LOGIN_REFUSED,
                "hannel",
                "channelBinding");
    }

    private static void accounts() {
        String url = own("postgres");
        add("password-wrong", url, LocalPostgres.USER, "geheim", ErrorCode.LOGIN_REFUSED, "28P01", ACCOUNT);
        add("password-absent", url, LocalPostgres.USER, "", ErrorCode.LOGIN_REFUSED, "no password", ACCOUNT);
        add("role-unknown", url, "nobody", "geheim", ErrorCode.LOGIN_REFUSED, "\"nobody\"", ACCOUNT);
        add("role-without-login", url, "no_login", "x", ErrorCode.LOGIN_REFUSED, "not permitted to log in", ACCOUNT);
        add("hba-reject", url, "rejected", "x", ErrorCode.LOGIN_REFUSED, "pg_hba.conf rejects", "pg_hba.conf");
        add("hba-absent", own("elsewhere"), ErrorCode.LOGIN_REFUSED, "no pg_hba.conf entry", "pg_hba.conf");
        add(
                "method-kerberos",
                canned(CannedServer.wantingMethod(7)),
                ErrorCode.BAD_CONFIGURATION,
                "GSS",
                "caravan.source.%s.url");
        add("method-required", url + "?requireAuth=md5", ErrorCode.LOGIN_REFUSED, "requireAuth", "requireAuth");
        add("method-unknown", canned(CannedServer.wantingMethod(99)), ErrorCode.LOGIN_REFUSED, "99", "pg_hba.conf");
        add(
                "database-unknown",
                own("nowhere"),
                "trusted",
                "",
                ErrorCode.BAD_CONFIGURATION,
                "\"nowhere\"",
                "existing database");
        add(
                "database-closed",
                own("closed"),
                ErrorCode.BAD_CONFIGURATION,
                "not currently accepting",
                "ALLOW_CONNECTIONS");
        add(
                "database-private",
                own("private"),
                "trusted",
                "",
                ErrorCode.NO_PERMISSION,
                "DETAIL: User does not have CONNECT",
                "GRANT CONNECT");
        add("database-full", own("full"), "limited", "x", ErrorCode.SOURCE_BUSY, "53300", "CONNECTION LIMIT");
        add("role-limit", url, "limited", "x", ErrorCode.SOURCE_BUSY, "53300", "CONNECTION LIMIT");
        add(
                "option-unknown",
                url + "?options=-c%20banana=1",
                ErrorCode.BAD_CONFIGURATION,
                "\"banana\"",
                "caravan.source.%s.url");
        add(
                "option-value",
                url + "?options=-c%20work_mem=banana",
                ErrorCode.BAD_CONFIGURATION,
                "\"banana\"",
                "caravan.source.%s.url");
        add(
                "no-secondary",
                url + "?targetServerType=secondary",
                ErrorCode.SOURCE_UNREACHABLE,
                "secondary",
                "targetServerType");
    }

    private static void states() {
        refusing(
                "starting-up",
                "57P03",
                "the database system is starting up",
                ErrorCode.SOURCE_UNREACHABLE,
                "state of the server");
        refusing(
                "shutting-down",
                "57P03",
                "the database system is shutting down",
                ErrorCode.SOURCE_UNREACHABLE,
                "state of the server");
        refusing("too-many", "53300", "sorry, too many clients already", ErrorCode.SOURCE_BUSY, "max_connections");
        refusing("tenant", "XX000", "Tenant or user not found", ErrorCode.LOGIN_REFUSED, ACCOUNT);
        refusing(
                "pooler-database", "08P01", "no such database: shop", ErrorCode.BAD_CONFIGURATION, "URL of the source");
        refusing(
                "pooler-startup",
                "08P01",
                "unsupported startup parameter: extra_float_digits",
                ErrorCode.BAD_CONFIGURATION,
                "ignore_startup_parameters");
        refusing(
                "pooler-full",
                "08P01",
                "no more connections allowed (max_client_conn)",
                ErrorCode.SOURCE_BUSY,
                "max_client_conn");
        refusing(
                "pooler-server",
                "08P01",
                "server login has been failing, cached error: connect failed (server_login_retry)",
                ErrorCode.SOURCE_UNREACHABLE,
                "behind it");
        refusing("pooler-user", "08P01", "no such user: shop", ErrorCode.LOGIN_REFUSED, "users of the pooler");
        refusing("pooler-other", "08P01", "something that nobody has said before", ErrorCode.LOGIN_REFUSED, ACCOUNT);
        add(
                "pooler-wait",
                canned(CannedServer.refusingStatements("08P01", "query_wait_timeout")),
                ErrorCode.SOURCE_BUSY,
                "query_wait_timeout",
                "default_pool_size");
    }

    private static void others() {
        add(
                "host-unknown",
                "no-such-host.invalid:5432/x",
                ErrorCode.SOURCE_UNREACHABLE,
                "the host no-such-host.invalid is not known",
                "caravan.source.%s.url");
        add(
                "refused",
                "127.0.0.1:1/x",
                ErrorCode.SOURCE_UNREACHABLE,
                "PostgreSQL at 127.0.0.1:1, database x failed: Connection to 127.0.0.1:1 refused",
                "caravan.source.%s.url");
        add(
                "http",
                canned(CannedServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) + "?sslmode=disable",
                ErrorCode.BAD_CONFIGURATION,
                "rotocol",
                "not PostgreSQL");
        add(
                "mysql",
                canned(CannedServer.saying("J\0\0\0\n8.0.36")) + "?sslmode=disable",
                ErrorCode.BAD_CONFIGURATION,
                "rotocol",
                "not PostgreSQL");
        add(
                "closing",
                canned(CannedServer.closing()),
                ErrorCode.SOURCE_UNREACHABLE,
                "closed the connection",
                "PostgreSQL runs");
    }

    private static void refusing(String name, String state, String message, ErrorCode code, String hint) {
        add(name, canned(CannedServer.refusing(state, message)), code, message, hint);
    }

    private static void add(String name, String url, ErrorCode code, String says, String hint) {
        add(name, url, LocalPostgres.USER, LocalPostgres.PASSWORD, code, says, hint);
    }

    private static void add(
            String name, String url, String user, String password, ErrorCode code, String says, String hint) {
        FAULTS.add(new Fault(name, url, user, password, code, says, hint));
    }

    /** A file that is there when the pod starts, and not at the login. */
    private static String gone(String name) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(folder.resolve("gone")).resolve(name), "");
        GONE.add(file.toString());
        return file.toString();
    }

    private static String own(String database) {
        return "127.0.0.1:" + server.port() + "/" + database;
    }

    private static String canned(CannedServer made) {
        CANNED.add(made);
        return "127.0.0.1:" + made.port() + "/shop";
    }
}
