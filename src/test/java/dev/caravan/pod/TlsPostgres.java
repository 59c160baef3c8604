package dev.caravan.pod;

import static dev.caravan.Await.await;

import dev.caravan.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;

/** A PostgreSQL with TLS, certificates that the JDK's own keytool makes, and roles and databases that refuse logins in all ways. */
final class TlsPostgres implements AutoCloseable {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    private static final List<String> ACCESS = List.of(
            "hostssl all by_certificate 127.0.0.1/32 cert",
            "host all rejected 127.0.0.1/32 reject",
            "host all trusted 127.0.0.1/32 trust",
            "hostssl tls_only all 127.0.0.1/32 scram-sha-256",
            "host elsewhere all 192.0.2.0/24 scram-sha-256",
            "host postgres,closed,full,private,nowhere all 127.0.0.1/32 scram-sha-256");

    private final LocalPostgres server;
    private final Path certificate;
    private final Path other;

    private TlsPostgres(LocalPostgres server, Path certificate, Path other) {
        this.server = server;
        this.certificate = certificate;
        this.other = other;
    }

    /** Starts one whose certificate is for 127.0.0.1 and for no name. */
    static TlsPostgres start(Path folder) throws Exception {
        KeyStore own = keys(folder.resolve("own.p12"), "CN=server", "SAN=IP:127.0.0.1");
        Path certificate = pem(
                folder.resolve("server.crt"),
                "CERTIFICATE",
                own.getCertificate("key").getEncoded());
        Path key = pem(
                folder.resolve("server.key"),
                "PRIVATE KEY",
                own.getKey("key", STORE_PASSWORD).getEncoded());
        Path other = pem(
                folder.resolve("other.crt"),
                "CERTIFICATE",
                keys(folder.resolve("other.p12"), "CN=another CA", "SAN=IP:127.0.0.1")
                        .getCertificate("key")
                        .getEncoded());
        LocalPostgres server = LocalPostgres.start();
        try (Connection connection = server.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE by_certificate LOGIN; CREATE ROLE rejected LOGIN PASSWORD 'x';"
                    + "CREATE ROLE trusted LOGIN; CREATE ROLE no_login PASSWORD 'x';"
                    + "CREATE ROLE limited LOGIN PASSWORD 'x' CONNECTION LIMIT 0");
            for (String sql : List.of(
                    "CREATE DATABASE closed ALLOW_CONNECTIONS false",
                    "CREATE DATABASE \"full\" CONNECTION LIMIT 0",
                    "CREATE DATABASE tls_only",
                    "CREATE DATABASE elsewhere",
                    "CREATE DATABASE private",
                    "REVOKE CONNECT ON DATABASE private FROM public",
                    "ALTER SYSTEM SET ssl = on",
                    "ALTER SYSTEM SET ssl_ca_file = 'server.crt'",
                    file("server.crt", Files.readString(certificate)),
                    file("server.key", Files.readString(key)),
                    file("pg_hba.conf", String.join("\n", ACCESS)),
                    "SELECT pg_reload_conf()")) {
                statement.execute(sql);
            }
            awaitTls(statement);
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
        return new TlsPostgres(server, certificate, other);
    }

    /** Written by the server itself, since it trusts no key of somebody else. */
    private static String file(String name, String content) {
        return "COPY (SELECT unnest(string_to_array($$" + content.strip()
                + "$$, E'\\n'))) TO PROGRAM 'umask 077; cat > " + name + "'";
    }

    private static void awaitTls(Statement statement) {
        await("TLS is on", () -> {
            try (ResultSet ssl = statement.executeQuery("SHOW ssl")) {
                ssl.next();
                return ssl.getString(1).equals("on");
            }
        });
    }

    private static KeyStore keys(Path store, String name, String extension)
            throws IOException, GeneralSecurityException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-alias",
                        "key",
                        "-storepass",
                        new String(STORE_PASSWORD),
                        "-keyalg",
                        "EC",
                        "-dname",
                        name,
                        "-ext",
                        extension)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!Files.exists(store)) {
            throw new IOException("keytool: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD);
        }
        return keys;
    }

    private static Path pem(Path file, String label, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    int port() {
        return server.port();
    }

    /** The certificate of the server, which is its own CA. */
    Path certificate() {
        return certificate;
    }

    /** The certificate of a CA that has signed nothing. */
    Path otherCertificate() {
        return other;
    }

    @Override
    public void close() {
        server.close();
    }
}
