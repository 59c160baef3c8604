package dev.caravan.local.demo;

import dev.caravan.cli.Console;
import dev.caravan.cli.StopSignal;
import dev.caravan.error.Count;
import dev.caravan.error.Exit;
import dev.caravan.local.LocalSettings;
import dev.caravan.local.LocalStack;
import dev.caravan.local.console.RouteConsole;
import dev.caravan.local.machine.LocalPort;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.pod.Pod;
import dev.caravan.pod.management.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan demo}: the whole way of a dozen tables, on this machine and with nothing to set up. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Shows Caravan on this machine, with an embedded PostgreSQL, S3 and Glue.",
        description = {
            "",
            "Starts the embedded servers on free ports, fills a sample database (a procurement shop, 14 "
                    + "tables, a million events), exports every table once through the routes that production uses, "
                    + "compares rows and columns of files and catalog with PostgreSQL, and answers a question in SQL "
                    + "from the Parquet files.",
            "",
            "The files stay in the folder; the next demo in it replaces them. Settings in your environment "
                    + "are ignored, and no other machine is used.",
            "",
            "Options:"
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  every table is in the lake, with the rows of PostgreSQL",
            "  1  a table is missing or differs; the last lines say which",
            "  2  the servers do not start, or the folder cannot be used",
            "",
            "Examples:",
            "  caravan demo         everything once, in half a minute",
            "  caravan demo --keep  then the pod continues, with hawtio as the route console"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int MANAGEMENT_PORT = 9876;
    private static final int CONSOLE_PORT = 8181;
    /** Made anew for each process; only the demo's own console knows it. */
    private static final Credentials OPERATOR =
            new Credentials("demo", UUID.randomUUID().toString());

    /** What happens between the export and the check; nothing, unless a test has it. */
    private final Consumer<LocalStack> meanwhile;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder of the files: new, empty or of an earlier demo (default: ./caravan-demo).")
    private Path folder = Path.of("caravan-demo");

    @Option(
            names = "--keep",
            description =
                    "Keep the servers and a pod running until Ctrl-C. The pod runs the tables on their schedules, "
                            + "watches DIR/routes, and has the route console.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    /** The command. */
    public DemoCommand() {
        this(stack -> {});
    }

    DemoCommand(Consumer<LocalStack> meanwhile) {
        this.meanwhile = meanwhile;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        try (DemoFolder files = DemoFolder.taken(folder);
                DemoLog log = new DemoLog(files.log());
                LocalStack stack = timed(out, "Starting PostgreSQL, S3 and Glue", () -> start(files));
                Demo demo = new Demo(places(stack, files), out, Console.of(false))) {
            timed(out, "Filling the sample database, starting the pod", () -> {
                demo.begin(keep ? Pod.Purpose.SERVE : Pod.Purpose.COMMAND);
                return demo;
            });
            out.println();
            List<String> faults = faults(demo, stack);
            out.println();
            if (!faults.isEmpty()) {
                faults.forEach(out::println);
                out.printf(
                        "The demo failed: %s, named above; the lake is not as PostgreSQL has it.%nLog    %s%n",
                        Count.of(faults.size(), "finding"), log.path());
                out.flush();
                return Exit.FAILED_RUN.code();
            }
            out.printf(
                    "All %d tables are in the lake, with the rows (counted by DuckDB) and columns%n"
                            + "that PostgreSQL has, and the Glue catalog has every table with its columns.%n",
                    demo.tables().size());
            demo.ask();
            out.printf(Locale.ROOT, "%nDone in %.0f s.%n%n", (System.nanoTime() - begin) / 1e9);
            DemoDirections directions = new DemoDirections(files, stack);
            directions.toFiles().forEach(out::println);
            if (keep) {
                keepOn(demo, files, stack, directions, out);
            } else {
                directions.toMore().forEach(out::println);
            }
            out.flush();
            return Exit.PUBLISHED.code();
        }
    }

    /** Exports every table, then looks for what is not as it should be. */
    private List<String> faults(Demo demo, LocalStack stack) {
        List<String> faults = demo.export();
        if (!faults.isEmpty()) {
            return faults;
        }
        meanwhile.accept(stack);
        return demo.check();
    }

    /** Leaves everything as it is until the process is asked to end. */
    private static void keepOn(
            Demo demo, DemoFolder files, LocalStack stack, DemoDirections directions, PrintWriter out)
            throws IOException, InterruptedException {
        StopSignal stop = new StopSignal();
        // Whatever else the shell has set must not lead the suggested commands astray.
        Map<String, String> own = Map.of(
                "CARAVAN_STAGING_DIR", files.staging().toString(),
                "CARAVAN_LAKE_PREFIX", "",
                "CARAVAN_LAKE_ENCRYPTION", "bucket");
        Files.writeString(files.environment(), new LocalSettings(stack, true, own).script());
        URI jolokia = URI.create(demo.management() + "/jolokia");
        try (RouteConsole console = RouteConsole.start(LocalPort.preferably(CONSOLE_PORT), jolokia, OPERATOR)) {
            directions.toServers(demo.management(), console.invitation()).forEach(out::println);
            out.flush();
            stop.await();
        } finally {
            stop.ended();
        }
    }

    private static LocalStack start(DemoFolder files) {
        // Its data go at the end: the demo fills a database anew each time.
        return LocalStack.builder()
                .folder(files.buckets())
                .postgres(LocalPostgres.builder())
                .start();
    }

    private static DemoPlaces places(LocalStack stack, DemoFolder files) {
        Map<String, String> settings = new LinkedHashMap<>(stack.settings());
        settings.putAll(LocalStack.awsProperties());
        settings.put("caravan.lake.prefix", "");
        settings.put("caravan.lake.encryption", "bucket");
        settings.put("caravan.staging.dir", files.staging().toString());
        settings.put("caravan.management.host", LocalPort.HOST);
        settings.put("caravan.management.operations.user", OPERATOR.user());
        settings.put("caravan.management.operations.password", OPERATOR.password());
        settings.put("caravan.management.port", Integer.toString(LocalPort.preferably(MANAGEMENT_PORT)));
        // Whoever ends a demo does not wait for its last run.
        settings.put("caravan.shutdown.timeout", "10");
        Path bucket = stack.s3().folder().resolve(LocalStack.LAKE);
        return new DemoPlaces(settings, bucket, files.routes(), files.config());
    }

    private static <T> T timed(PrintWriter out, String what, Supplier<T> step) {
        out.print(what + " ... ");
        out.flush();
        long begin = System.nanoTime();
        T result = step.get();
        out.printf(Locale.ROOT, "%.1f s%n", (System.nanoTime() - begin) / 1e9);
        out.flush();
        return result;
    }
}
