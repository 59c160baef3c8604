package dev.caravan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExport;
import dev.caravan.pod.Pod;
import dev.caravan.routes.RouteFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * A database, a bucket and a route folder for one test, with Caravan as production has it in between.
 *
 * <p>Retries follow each other at once; tables have no catalog unless a test asks for it.
 */
public final class TestLake implements AutoCloseable {
    /** Within which the embedded S3 has replaced a file. */
    private static final Duration REPLACEMENT = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String database;
    private final String bucket;
    private final Path folder;
    private final Map<String, String> settings;
    private @Nullable Pod pod;
    private @Nullable RouteFolder routeFolder;

    private TestLake(String database, String bucket, Path folder) {
        this.database = database;
        this.bucket = bucket;
        this.folder = folder;
        this.settings = new TreeMap<>(TestStack.settings(database, bucket));
        // The Glue of all tests is one, and a table that another test has made there is a fault.
        settings.put("caravan.glue.database", bucket.replace('-', '_'));
        settings.put("caravan.retry.delay", "20ms");
        settings.put("caravan.upload.retry.delay", "20ms");
        settings.put("caravan.staging.dir", folder.resolve("staging").toString());
    }

    /** A fresh one; its names begin with the given one, its files lie in the folder. */
    public static TestLake open(String name, Path folder) {
        try {
            Files.createDirectories(folder.resolve("routes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestLake(TestStack.freshDatabase(name), TestStack.freshBucket(name), folder);
    }

    /** The same database, bucket and table files for another process, with settings and a staging folder of its own. */
    public TestLake beside(Path otherFolder) {
        TestLake other = new TestLake(database, bucket, otherFolder);
        other.settings.putAll(settings);
        other.settings.put("caravan.staging.dir", otherFolder.resolve("staging").toString());
        try {
            Files.createDirectories(other.routes());
            try (Stream<Path> files = Files.list(routes())) {
                for (Path file : files.toList()) {
                    Files.copy(file, other.routes().resolve(file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return other;
    }

    /** Sets a property; before the first export. */
    public TestLake set(String key, String value) {
        if (pod != null) {
            throw new IllegalStateException("the settings are read already");
        }
        settings.put(key, value);
        return this;
    }

    /** Reads the settings anew at the next export. */
    public TestLake restart() {
        close();
        return this;
    }

    /** Runs SQL in the database. */
    public TestLake sql(String sql) {
        TestStack.execute(database, sql);
        return this;
    }

    public String database() {
        return database;
    }

    public String bucket() {
        return bucket;
    }

    /** The folder of the table files. */
    public Path routes() {
        return folder.resolve("routes");
    }

    /** Where files are finished before they are uploaded. */
    public Path staging() {
        return folder.resolve("staging");
    }

    /** The bucket as a folder of plain files. */
    public Path objects() {
        return TestStack.folder(bucket);
    }

    /** Writes a table file without a catalog: {@code table("t", "table", "public.t", "where", "a = 1")}. */
    public TestLake table(String tableId, String... parameters) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("schedule", "0 0 0 1 1 ? 2099");
        all.put("catalog", "none");
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        String lines = all.entrySet().stream()
                .map(parameter ->
                        "      - { name: " + parameter.getKey() + ", value: " + quoted(parameter.getValue()) + " }\n")
                .collect(Collectors.joining());
        return file(
                tableId + ".camel.yaml",
                "- templatedRoute:\n    routeTemplateRef: table-to-lake\n    routeId: " + tableId
                        + "\n    parameters:\n" + lines);
    }

    /** Writes a file into the route folder. */
    public TestLake file(String name, String content) {
        try {
            Files.writeString(routes().resolve(name), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The running context, started at first need. */
    public Pod pod() {
        if (pod == null) {
            pod = Pod.start(Pod.Purpose.COMMAND, config());
        }
        return pod;
    }

    /** The settings as a file, for {@code --config}. */
    public Path config() {
        Properties properties = new Properties();
        settings.forEach(properties::setProperty);
        Path file = folder.resolve("test.properties");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /**
     * Exports one table by a process of its own, which may be killed.
     *
     * @param out a folder for what it prints
     */
    public Child exportInProcess(Path out, String tableId) {
        Map<String, String> environment = Map.of(
                "AWS_ACCESS_KEY_ID", System.getProperty("aws.accessKeyId"),
                "AWS_SECRET_ACCESS_KEY", System.getProperty("aws.secretAccessKey"),
                "AWS_REGION", System.getProperty("aws.region"));
        return Child.start(
                out,
                environment,
                Main.class.getName(),
                "export",
                "--config",
                config().toString(),
                "--routes",
                routes().toString(),
                tableId);
    }

    private RouteFolder loaded() {
        if (routeFolder == null) {
            routeFolder = pod().folder(routes());
        }
        return routeFolder;
    }

    /** Exports one table of the route folder, as it is now. */
    public ExportResult export(String tableId) {
        return new TableExport(loadedContext()).run(tableId);
    }

    /** The running context with the table files as they are now. */
    public CamelContext loadedContext() {
        try {
            var faults = loaded().loadAll();
            if (!faults.isEmpty()) {
                throw new AssertionError(faults.toString());
            }
            return pod().context();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exports one table, which has to be published. */
    public ExportResult published(String tableId) {
        ExportResult result = export(tableId);
        if (!result.isPublished()) {
            throw new AssertionError("not published: " + result.failure(), result.failure());
        }
        return result;
    }

    /** The data files that readers of the table see, in the order of their names. */
    public List<Path> files(String tableId) {
        return under(settings.getOrDefault("caravan.lake.prefix", "") + "/" + tableId);
    }

    /** Caravan's own files of the lake, relative to {@code _caravan}. */
    public List<String> ownFiles() {
        Path own = objects().resolve("_caravan");
        return under("_caravan").stream()
                .map(path -> own.relativize(path).toString())
                .toList();
    }

    /** The keys of uploads in parts that nobody has completed or aborted. */
    public List<String> openUploads() {
        try (S3Client client = TestStack.s3()) {
            return client.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
                    .map(MultipartUpload::key)
                    .toList();
        }
    }

    private List<Path> under(String prefix) {
        Path top = objects().resolve(prefix.replaceFirst("^/+", ""));
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        return filesBelow(top);
    }

    /** The files of a folder and of those in it, in the order of their names; others may remove some meanwhile. */
    public static List<Path> filesBelow(Path top) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return skipGone(e);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                    return e == null ? FileVisitResult.CONTINUE : skipGone(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static FileVisitResult skipGone(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    /** What stands in DuckDB's FROM clause for the table. */
    public String parquet(String tableId) {
        return DuckDb.parquet(files(tableId).toArray(Path[]::new));
    }

    /** A JSON document of the bucket. */
    public JsonNode json(String key) {
        Path file = objects().resolve(key);
        try {
            awaitReplacement(file);
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The embedded S3 replaces a file by removing it first; whoever looks at the folder itself may see that moment. */
    private static void awaitReplacement(Path file) {
        Await.comesTrue(REPLACEMENT, () -> Files.exists(file) && Files.size(file) > 0);
    }

    /** What the table's folder holds, as Caravan wrote it down. */
    public JsonNode state(String tableId) {
        return json("_caravan/" + tableId + "/state.json");
    }

    @Override
    public void close() {
        if (pod != null) {
            pod.close();
            pod = null;
            routeFolder = null;
        }
    }

    /** As YAML's double quotes want it. */
    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
