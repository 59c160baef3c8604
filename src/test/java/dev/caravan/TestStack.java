package dev.caravan;

import dev.caravan.local.LocalStack;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.local.s3.LocalS3;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The servers that all tests of a JVM share: started by the first that asks, closed when the JVM ends.
 *
 * <p>Tests stay apart by a database and a bucket of their own. The first call also sets the system properties of the AWS
 * SDK's default chain, so that production code finds the keys as it does in a pod.
 */
public final class TestStack {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private TestStack() {}

    /** The servers. */
    public static LocalStack get() {
        return Holder.STACK;
    }

    /** The database server. */
    public static LocalPostgres postgres() {
        return get().postgres();
    }

    /** A fresh, empty database; its name begins with the given one. */
    public static String freshDatabase(String name) {
        String database = name + "_" + COUNTER.incrementAndGet();
        execute(LocalPostgres.DATABASE, "CREATE DATABASE \"" + database + "\"");
        return database;
    }

    /** A connection of the superuser, with autocommit on. */
    public static Connection connect(String database) throws SQLException {
        return postgres().connect(database);
    }

    /** Runs statements, separated by semicolons, in a database. */
    public static void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** A fresh, empty bucket; its name begins with the given one. */
    public static String freshBucket(String name) {
        String bucket = name + "-" + COUNTER.incrementAndGet();
        get().s3().bucket(bucket);
        return bucket;
    }

    /** Where the bucket's objects lie as plain files. */
    public static Path folder(String bucket) {
        return get().s3().folder().resolve(bucket);
    }

    /** A client of the shared S3; whoever asks closes it. */
    public static S3Client s3() {
        return s3(get().s3().endpoint());
    }

    /** A client of S3 behind another address, such as a {@link FaultyProxy}. */
    public static S3Client s3(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.of(LocalS3.REGION))
                .credentialsProvider(credentials())
                .build();
    }

    /** A client of the shared Glue; whoever asks closes it. */
    public static GlueClient glue() {
        return glue(get().glueEndpoint());
    }

    /** A client of Glue behind another address, such as a {@link FaultyProxy}. */
    public static GlueClient glue(URI endpoint) {
        return GlueClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(LocalS3.REGION))
                .credentialsProvider(credentials())
                .build();
    }

    /** Caravan's settings for a database and a bucket of the shared servers. */
    public static Map<String, String> settings(String database, String bucket) {
        Map<String, String> settings = new TreeMap<>(get().settings());
        settings.put("caravan.source.default.url", postgres().jdbcUrl(database));
        settings.put("caravan.lake.bucket", bucket);
        return settings;
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY));
    }

    private static final class Holder {
        static final LocalStack STACK = start();

        private static LocalStack start() {
            LocalStack stack = LocalStack.builder().postgres(0).start();
            LocalStack.awsProperties().forEach(System::setProperty);
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "test-stack-stop"));
            return stack;
        }
    }
}
