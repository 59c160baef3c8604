package dev.caravan.pod;

import static dev.caravan.Await.await;

import dev.caravan.local.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
    private final Path key;
    private final Path other;

    private TlsPostgres(LocalPostgres server, Path certificate, Path key, Path other) {
        this.server = server;
        this.certificate = certificate;
        this.key = key;
        this.other = other;
    }

    /** Starts one whose certificate is for 127.0.0.1 and for no name. */
    static TlsPostgres start(Path folder) throws Exception {
        KeyStore own = keys(folder.resolve("own.p12"), "key", "CN=server");
        return start(folder, own, own.getCertificate("key"));
    }

    /** Starts one whose certificate expired yesterday; {@link #certificate} is that of its CA, which is valid. */
    static TlsPostgres expired(Path folder) throws Exception {
        Path store = folder.resolve("own.p12");
        KeyStore authority = keys(store, "ca", "CN=the CA", "-ext", "bc:c");
        KeyStore own = keys(store, "key", "CN=server", "-signer", "ca", "-startdate", "-91d", "-validity", "90");
        return start(folder, own, authority.getCertificate("ca"));
    }

    private static TlsPostgres start(Path folder, KeyStore own, Certificate authority) throws Exception {
        Path certificate = pem(
                folder.resolve("server.crt"),
                "CERTIFICATE",
                own.getCertificate("key").getEncoded());
        Path trusted = pem(folder.resolve("ca.crt"), "CERTIFICATE", authority.getEncoded());
        Path key = pem(
                folder.resolve("server.key"),
                "PRIVATE KEY",
                own.getKey("key", STORE_PASSWORD).getEncoded());
        Path other = pem(
                folder.resolve("other.crt"),
                "CERTIFICATE",
                keys(folder.resolve("other.p12"), "key", "CN=another CA")
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
        return new TlsPostgres(server, trusted, key, other);
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

    private static KeyStore keys(Path store, String alias, String name, String... further)
            throws IOException, GeneralSecurityException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(STORE_PASSWORD),
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                name,
                "-ext",
                "SAN=IP:127.0.0.1"));
        command.addAll(List.of(further));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!Files.exists(store)) {
            throw new IOException("keytool: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD);
        }
        if (!keys.containsAlias(alias)) {
            throw new IOException("keytool: " + said);
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

    /** The certificate of the CA of the server, which is its own unless it has expired. */
    Path certificate() {
        return certificate;
    }

    /** The key of the server. */
    Path key() {
        return key;
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
