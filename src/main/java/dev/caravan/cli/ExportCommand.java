package dev.caravan.cli;

import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.pod.Pod;
import dev.caravan.routes.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan export}: named tables, once, now. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        header = "Runs tables once, now, and says how each went.",
        description = {
            "",
            "TABLE is the routeId of a table file in the route folder. The table is read in one snapshot, written as"
                    + " Parquet, uploaded, published, and its crawler is run, with the retries that its schedule would"
                    + " have. A table that fails stays in the lake as it was. Several tables go side by side, as many"
                    + " reading at once as caravan.runs.maximum says, and each is told of when it has ended.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan export orders",
            "  caravan export --routes /etc/caravan/routes --all",
            "  caravan export --all --json | jq 'select(.status != \"published\")'",
            "",
            "Exit code: 0 all published, 1 a run failed, 2 bad usage or configuration (no such table, no permission,",
            "wrong password, no bucket). After SIGTERM or Ctrl-C 143 or 130, within seconds; a table that was being published",
            "is published whole, or not at all."
        })
public final class ExportCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(1);

    @Mixin
    private RoutesOption routes;

    @Mixin
    private ConfigOption config;

    @Option(names = "--all", description = "Every table of the folder; they begin in the order of their names.")
    private boolean all;

    @Option(names = "--json", description = "One line of JSON a run on standard output, and nothing else there.")
    private boolean json;

    @Parameters(paramLabel = "TABLE", description = "The routeIds to run.")
    private List<String> tables = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLog.ofCommand();
        Console console = Console.of(json);
        StopSignal signal = new StopSignal();
        try {
            return signal.exitCode(call(console, signal));
        } finally {
            signal.ended();
        }
    }

    private int call(Console console, StopSignal signal) {
        try {
            if (all == !tables.isEmpty()) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        all ? "Both --all and tables are given." : "No table is named.",
                        "Name the tables to export, or say --all.");
            }
            Path folder = routes.existing();
            try (Pod pod = config.start(Pod.Purpose.COMMAND)) {
                signal.then(() -> stop(pod, signal));
                List<Fault> faults = pod.folder(folder).loadAll();
                faults.forEach(fault -> System.err.println(fault));
                if (all && !faults.isEmpty()) {
                    return Exit.CONFIGURATION.code();
                }
                List<String> chosen = chosen(pod.context());
                PublicationRecovery.now(pod.context());
                return export(pod, chosen, console);
            }
        } catch (ExportException e) {
            System.err.println(e.getMessage());
            return e.code().exit().code();
        } catch (IOException e) {
            System.err.println("The route folder " + routes.folder() + " cannot be read: " + e.getMessage());
            return Exit.CONFIGURATION.code();
        }
    }

    /** Somebody waits for it; what is being published may end all the same. */
    private static void stop(Pod pod, StopSignal signal) {
        System.err.println("Asked to end: tables that are not published yet stay as they were.");
        signal.haltAfter(GRACE.plus(Pod.AFTER_GRACE), signal.exitCode(Exit.FAILED_RUN.code()));
        pod.stop(GRACE);
    }

    private List<String> chosen(CamelContext context) {
        List<String> known = context.getRoutes().stream()
                .filter(route -> !(route.getEndpoint() instanceof DirectEndpoint))
                .map(Route::getRouteId)
                .sorted()
                .toList();
        if (all) {
            if (known.isEmpty()) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "The folder " + routes.folder().toAbsolutePath() + " holds no table file.",
                        "Drop one in; caravan run --help shows how it looks.");
            }
            return known;
        }
        List<String> unknown =
                tables.stream().filter(table -> !known.contains(table)).toList();
        if (!unknown.isEmpty()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "No file of " + routes.folder().toAbsolutePath() + " has the routeId " + String.join(", ", unknown)
                            + ".",
                    known.isEmpty()
                            ? "The folder holds no table file."
                            : "There are " + String.join(", ", known) + ".");
        }
        return tables;
    }

    private static int export(Pod pod, List<String> tables, Console console) {
        Set<Exit> exits = EnumSet.of(Exit.PUBLISHED);
        console.export(pod.context(), tables, result -> {
            console.show(result);
            ExportException failure = result.failure();
            if (failure != null) {
                exits.add(failure.code().exit());
                if (failure.kind() == ErrorKind.INTERNAL) {
                    failure.printStackTrace();
                }
            }
        });
        return Stream.of(Exit.FAILED_RUN, Exit.CONFIGURATION, Exit.PUBLISHED)
                .filter(exits::contains)
                .findFirst()
                .orElseThrow()
                .code();
    }
}
