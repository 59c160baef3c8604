package dev.caravan.local.demo;

import dev.caravan.cli.Console;
import dev.caravan.component.ActiveRuns;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExport;
import dev.caravan.pod.LakeClients;
import dev.caravan.pod.Pod;
import dev.caravan.routes.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;

/** Every table of the sample database on its way into the lake, through the routes that production has. */
public final class Demo implements AutoCloseable {
    /** The second one asks partitions that the catalog knows. */
    private static final List<String> QUESTIONS = List.of("question.sql", "weeks.sql");

    private final DemoPlaces places;
    private final PrintWriter out;
    private final Console console;
    private final SampleDatabase database;
    private final ProcessSettings settings;
    private @Nullable Pod pod;

    /** A demo that tells its story there. */
    public Demo(DemoPlaces places, PrintWriter out, Console console) {
        this.places = places;
        this.out = out;
        this.console = console;
        this.database = new SampleDatabase(
                setting("caravan.source.default.url"),
                setting("caravan.source.default.user"),
                setting("caravan.source.default.password"));
        this.settings = new ProcessSettings(places.settings());
    }

    /**
     * Fills the sample database and starts the pod with the demo's table files, both at once.
     *
     * @param purpose to serve when the pod is to stay
     */
    public void begin(Pod.Purpose purpose) {
        CompletableFuture<Void> filled = new CompletableFuture<>();
        Thread filling = new Thread(() -> fill(filled), "demo-fill");
        filling.setDaemon(true);
        filling.start();
        Pod started = Pod.start(purpose, places.config());
        pod = started;
        loadTableFiles(started, purpose);
        try {
            filled.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void fill(CompletableFuture<Void> filled) {
        try {
            database.fill();
            filled.complete(null);
        } catch (RuntimeException e) {
            filled.completeExceptionally(e);
        }
    }

    /** The tables that are there to be exported. */
    public Set<String> tables() {
        return database.tables().keySet();
    }

    /**
     * Runs every table once and tells of each.
     *
     * @return why tables failed, a sentence each
     */
    public List<String> export() {
        TableExport export = new TableExport(pod().context());
        ActiveRuns active = ActiveRuns.of(pod().context());
        ExportReport report = new ExportReport(tables(), out);
        List<String> failures = new ArrayList<>();
        for (String table : tables()) {
            ExportResult result = console.watch(table, active, () -> export.run(table));
            report.add(result);
            if (result.failure() != null) {
                failures.add(table + ": " + result.failure().getMessage());
            }
        }
        report.total();
        return failures;
    }

    /**
     * Holds files and catalog against the database.
     *
     * @return what differs, a sentence each
     */
    public List<String> check() {
        try (LakeFiles files = files()) {
            return new LakeCheck(database, files, catalog(), setting("caravan.glue.database")).differences();
        }
    }

    /** Asks the Parquet files questions in SQL and tells the answers. */
    public void ask() {
        try (LakeFiles files = files()) {
            for (String question : QUESTIONS) {
                String query = SampleDatabase.text(question);
                out.println();
                out.println(query.substring("-- ".length(), query.indexOf('?') + 1));
                LakeFiles.Answer answer = files.ask(query);
                TextTable.of(answer.columns(), answer.rows()).forEach(out::println);
            }
        }
    }

    private LakeFiles files() {
        return new LakeFiles(
                places.bucket(),
                new ListedFolders(catalog(), setting("caravan.glue.database"), setting("caravan.lake.bucket")));
    }

    private GlueClient catalog() {
        return pod().context().getRegistry().lookupByNameAndType(LakeClients.GLUE, GlueClient.class);
    }

    /** Where the pod tells of itself, when it serves. */
    public URI management() {
        return URI.create(
                "http://" + setting("caravan.management.host") + ":" + setting("caravan.management.port") + "/observe");
    }

    private void loadTableFiles(Pod started, Pod.Purpose purpose) {
        try {
            for (Resource file : PluginHelper.getPackageScanResourceResolver(started.context())
                    .findResources("classpath:demo/routes/*.yaml")) {
                Path name = Objects.requireNonNull(Path.of(file.getLocation()).getFileName());
                try (InputStream content = file.getInputStream()) {
                    Files.copy(content, places.routes().resolve(name.toString()));
                }
            }
            List<Fault> faults = purpose == Pod.Purpose.SERVE
                    ? started.watch(places.routes()).status().rejected()
                    : started.folder(places.routes()).loadAll();
            if (!faults.isEmpty()) {
                throw new ExportException(
                        ErrorCode.INTERNAL, "A table file of the demo is broken: " + faults.get(0), "Report it.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Pod pod() {
        return Objects.requireNonNull(pod, "begin comes first");
    }

    private String setting(String name) {
        return Objects.requireNonNull(places.settings().get(name), name);
    }

    /** Stops the pod, once its runs have ended. */
    @Override
    public void close() {
        if (pod != null) {
            pod.close();
        }
        settings.close();
    }
}
