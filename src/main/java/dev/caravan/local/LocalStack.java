package dev.caravan.local;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.glue.LocalGlue;
import dev.caravan.local.machine.LocalFolder;
import dev.caravan.local.machine.LocalPort;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.local.s3.LocalS3;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All embedded servers together: S3 with a bucket, Glue, and PostgreSQL when it is asked for. */
public final class LocalStack implements AutoCloseable {
    /** The bucket that is made, and the name of the catalog's database. */
    public static final String LAKE = "lake";

    private static final String CRAWLER_ROLE = "arn:aws:iam::000000000000:role/caravan-local";
    /** Hidden, so that S3 does not take it for a bucket. */
    private static final String POSTGRES_FOLDER = ".postgres";

    private final LocalS3 s3;
    private final LocalGlue glue;
    private final @Nullable LocalPostgres postgres;
    private final Deque<AutoCloseable> open;

    private LocalStack(LocalS3 s3, LocalGlue glue, @Nullable LocalPostgres postgres, Deque<AutoCloseable> open) {
        this.s3 = s3;
        this.glue = glue;
        this.postgres = postgres;
        this.open = open;
    }

    /** What to start; without another word S3 and Glue on free ports, over a folder that goes at the end. */
    public static Builder builder() {
        return new Builder();
    }

    public LocalS3 s3() {
        return s3;
    }

    /** Where clients find Glue. */
    public URI glueEndpoint() {
        return glue.endpoint();
    }

    /**
     * The database server.
     *
     * @throws IllegalStateException when the stack was started without it
     */
    public LocalPostgres postgres() {
        if (postgres == null) {
            throw new IllegalStateException("This stack has no PostgreSQL; ask for it with Builder.postgres.");
        }
        return postgres;
    }

    public boolean hasPostgres() {
        return postgres != null;
    }

    /** Our own properties that lead Caravan to these servers. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("caravan.lake.bucket", LAKE);
        settings.put("caravan.lake.endpoint", s3.endpoint().toString());
        settings.put("caravan.glue.database", LAKE);
        settings.put("caravan.glue.endpoint", glue.endpoint().toString());
        settings.put("caravan.glue.crawler-role", CRAWLER_ROLE);
        if (postgres != null) {
            settings.put("caravan.source.default.url", postgres.jdbcUrl());
            settings.put("caravan.source.default.user", LocalPostgres.USER);
            settings.put("caravan.source.default.password", LocalPostgres.PASSWORD);
        }
        return settings;
    }

    /** The system properties that give the AWS SDK's default chain the keys and the region of these servers. */
    public static Map<String, String> awsProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("aws.accessKeyId", LocalS3.ACCESS_KEY);
        properties.put("aws.secretAccessKey", LocalS3.SECRET_KEY);
        properties.put("aws.region", LocalS3.REGION);
        return properties;
    }

    /** The same as {@link #settings} and {@link #awsProperties}, as environment variables for another process. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_KEY);
        environment.put("AWS_REGION", LocalS3.REGION);
        // The name that the AWS command line reads.
        environment.put("AWS_DEFAULT_REGION", LocalS3.REGION);
        settings().forEach((name, value) -> environment.put(variable(name), value));
        return environment;
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Stops the servers, the last started first, and removes the temporary folder if there is one. */
    @Override
    public synchronized void close() {
        closeAll(open);
    }

    private static void closeAll(Deque<AutoCloseable> open) {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("The embedded stack does not stop.", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What to start. */
    public static final class Builder {
        private int s3Port;
        private int gluePort;
        private int postgresPort;
        private boolean withPostgres;
        private LocalPostgres.@Nullable Builder server;
        private @Nullable Path given;

        private Builder() {}

        /** Where S3 listens; 0, the default, takes a free port. */
        public Builder s3Port(int port) {
            this.s3Port = port;
            return this;
        }

        /** Where Glue listens; 0, the default, takes a free port. */
        public Builder gluePort(int port) {
            this.gluePort = port;
            return this;
        }

        /** Starts PostgreSQL too, listening there; 0 takes a free port. */
        public Builder postgres(int port) {
            this.withPostgres = true;
            this.postgresPort = port;
            return this;
        }

        /** Starts PostgreSQL as it is described there, so that its data lie where that says. */
        public Builder postgres(LocalPostgres.Builder described) {
            this.withPostgres = true;
            this.server = described;
            return this;
        }

        /** Keeps the files there: one folder a bucket, and {@code .postgres}; by default they go at the end. */
        public Builder folder(Path folder) {
            this.given = folder;
            return this;
        }

        /**
         * Starts the servers, or none of them.
         *
         * @throws ExportException when a port is taken or a folder cannot be used
         */
        public LocalStack start() {
            LocalPort.S3.requireFree(s3Port);
            LocalPort.GLUE.requireFree(gluePort);
            if (withPostgres) {
                LocalPort.POSTGRES.requireFree(postgresPort);
            }
            Deque<AutoCloseable> open = new ArrayDeque<>();
            try {
                Path folder = given != null ? given : temporary(open);
                LocalS3 s3 = LocalS3.start(s3Port, folder);
                open.push(s3);
                s3.bucket(LAKE);
                LocalGlue glue = startGlue(s3.endpoint());
                open.push(glue);
                LocalPostgres postgres = null;
                if (withPostgres) {
                    postgres = (server != null ? server : ownServer(folder)).start();
                    open.push(postgres);
                }
                return new LocalStack(s3, glue, postgres, open);
            } catch (RuntimeException e) {
                closeAll(open);
                throw e;
            }
        }

        private LocalPostgres.Builder ownServer(Path folder) {
            LocalPostgres.Builder builder = LocalPostgres.builder().port(postgresPort);
            return given == null ? builder : builder.data(folder.resolve(POSTGRES_FOLDER));
        }

        private static Path temporary(Deque<AutoCloseable> open) {
            Path folder = LocalFolder.temporary("caravan-lake");
            open.push(() -> LocalFolder.remove(folder));
            return folder;
        }

        private LocalGlue startGlue(URI s3Endpoint) {
            try {
                return LocalGlue.start(gluePort, s3Endpoint, LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY);
            } catch (IOException e) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "The embedded Glue does not start on port " + gluePort + ": " + e.getMessage() + ".",
                        "Choose another port with --glue-port (0 takes a free one).",
                        e);
            }
        }
    }
}
