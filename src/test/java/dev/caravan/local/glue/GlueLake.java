package dev.caravan.local.glue;

import dev.caravan.Await;
import dev.caravan.local.s3.LocalS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.S3Target;

/** A bucket {@code lake} in a folder, the Glue stand-in over it, and DuckDB to write files that our own code did not. */
public final class GlueLake implements AutoCloseable {
    private final Path folder;
    private final LocalS3 s3;
    private final LocalGlue server;
    private final GlueClient client;

    private GlueLake(Path folder, CrawlPace pace) {
        this.folder = folder;
        s3 = LocalS3.start(0, folder).bucket("lake");
        try {
            server = LocalGlue.start(0, s3.endpoint(), LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY, pace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = client(server.endpoint(), LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY);
    }

    public static GlueLake start(Path folder) {
        return start(folder, new CrawlPace(Duration.ofMillis(60), Duration.ofMillis(20)));
    }

    public static GlueLake start(Path folder, CrawlPace pace) {
        return new GlueLake(folder, pace);
    }

    /** A client of any endpoint, with keys. */
    public static GlueClient client(URI endpoint, String accessKey, String secretKey) {
        return GlueClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .build();
    }

    public GlueClient glue() {
        return client;
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** Writes the rows of a query into {@code s3://lake/<key>}. */
    public GlueLake write(String key, String query) {
        Path file = folder.resolve("lake").resolve(key);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
        return this;
    }

    /** Puts bytes that no writer made at {@code s3://lake/<key>}. */
    public GlueLake writeBytes(String key, byte[] bytes) {
        Path file = folder.resolve("lake").resolve(key);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Takes {@code s3://lake/<key>} away. */
    public void delete(String key) {
        try {
            Files.delete(folder.resolve("lake").resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a crawler of one target for database {@code lake}. */
    public void crawler(String name, String target) {
        client.createCrawler(request -> request.name(name)
                .role("crawler")
                .databaseName("lake")
                .targets(targets -> targets.s3Targets(target(target))));
    }

    /** A target without exclusions. */
    public static S3Target target(String path) {
        return S3Target.builder().path(path).build();
    }

    /** Starts a crawler and waits for its outcome. */
    public LastCrawlInfo crawl(String name) {
        client.startCrawler(request -> request.name(name));
        return outcome(name);
    }

    /** Waits until a crawler rests. */
    public LastCrawlInfo outcome(String name) {
        return Await.present("crawler " + name + " rests", () -> {
            var crawler = client.getCrawler(request -> request.name(name)).crawler();
            return crawler.state() == CrawlerState.READY ? Optional.of(crawler.lastCrawl()) : Optional.empty();
        });
    }

    @Override
    public void close() {
        client.close();
        server.close();
        s3.close();
    }
}
