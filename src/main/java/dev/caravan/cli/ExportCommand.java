package dev.caravan.cli;

import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import dev.caravan.option.Spelling;
import dev.caravan.pod.Pod;
import dev.caravan.routes.Fault;
import dev.caravan.routes.RoutesOnDemand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan export}: named tables, once, now. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        header = "Exports tables once, now, and reports the result of each.",
        description = {
            "",
            "TABLE is the routeId of a table file in the route folder. The table is read in one snapshot, "
                    + "written as Parquet, uploaded and published, and its crawler is run. Transient errors are "
                    + "retried as in a scheduled run. A failed run does not change the table in the lake. Several "
                    + "tables run in parallel, at most caravan.runs.maximum of them read at the same time, and each is "
                    + "reported when its run has ended. Of a table with a group, all of the group is exported. Only the files "
                    + "of these tables are loaded. With --all, a file with an error is reported, and the other tables run.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan export orders",
            "  caravan export --routes /etc/caravan/routes --all",
            "  caravan export --all --json | jq 'select(.status != \"published\")'",
            "",
            "Exit code: 0 all published; 1 a run failed, whatever else is wrong; 2 the only",
            "failures are of usage or configuration (an error in a table file, no such",
            "table, no permission, wrong password, no bucket). After SIGTERM or Ctrl-C 143",
            "or 130, within seconds: what was being published is published whole, everything",
            "else stays as it was. A second signal ends the process at once."
        })
public final class ExportCommand implements Callable<Integer>, JsonAnswer {
    /** More names would hide the sentence. */
    private static final int NAMES_TOLD = 20;

    @Mixin
    private RoutesOption routes;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--all",
            description = "Run all tables of the folder, and its own routes in the group tables, in the order of their "
                    + "names.")
    private boolean all;

    @Option(
            names = OPTION,
            description =
                    "Print one line of JSON for each run and for each other failure, and nothing else, on standard "
                            + "output.")
    private boolean json;

    @Parameters(paramLabel = "TABLE", description = "The routeIds of the tables.")
    private List<String> tables = new ArrayList<>();

    private final Set<Exit> exits = EnumSet.of(Exit.PUBLISHED);
    private final List<String> published = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLog.ofCommand();
        Console console = Console.of(json);
        if (json) {
            // Steps of the user's own routes print what they like.
            System.setOut(System.err);
        }
        StopSignal signal = new StopSignal();
        try {
            return signal.exitCode(call(console, signal));
        } finally {
            signal.ended();
        }
    }

    @Override
    public boolean isJson() {
        return json;
    }

    @Override
    public Object failed(ExportException failure) {
        return JsonLines.object(failure);
    }

    private int call(Console console, StopSignal signal) {
        ExportEnd end = new ExportEnd(console, signal);
        signal.then(end::begin);
        try {
            if (all == !tables.isEmpty()) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        all ? "Both --all and tables are given." : "No table is named.",
                        "Name the tables to export, or say --all.");
            }
            Path folder = routes.existing();
            try (Pod pod = config.start(Pod.Purpose.COMMAND)) {
                end.mayStop(pod);
                RoutesOnDemand loaded = pod.folder(folder).onDemand();
                end.beforeStop(loaded::leave);
                List<String> chosen = withGroups(loaded, all ? all(loaded, console) : named(loaded, console), console);
                PublicationRecovery.now(pod.context());
                console.export(pod.context(), id -> loaded.load(id)::close, chosen, result -> ended(result, console));
                end.tell(published, chosen.size());
            }
        } catch (ExportException e) {
            console.show(e);
            exits.add(e.code().exit());
        } catch (IOException e) {
            console.show(new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The route folder " + routes.folder() + " cannot be read: " + e.getMessage() + ".",
                    "Let the user of this process read it."));
            exits.add(Exit.CONFIGURATION);
        }
        return Stream.of(Exit.FAILED_RUN, Exit.CONFIGURATION, Exit.PUBLISHED)
                .filter(exits::contains)
                .findFirst()
                .orElseThrow()
                .code();
    }

    private List<String> all(RoutesOnDemand loaded, Console console) {
        List<String> known = List.copyOf(loaded.tables());
        List<Fault> faults = loaded.faults();
        show(faults, console);
        if (known.isEmpty() && faults.isEmpty()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The folder " + routes.folder().toAbsolutePath() + " holds no table file.",
                    "Drop one in; caravan run --help shows how it looks.");
        }
        return known;
    }

    /** The same with the whole of their groups; a group of which a file has an error is left out. */
    private List<String> withGroups(RoutesOnDemand loaded, List<String> chosen, Console console) {
        Set<String> whole = new LinkedHashSet<>();
        Set<Set<String>> refused = new HashSet<>();
        for (String table : chosen) {
            Set<String> group = loaded.groupOf(table);
            Optional<Fault> fault = group.stream()
                    .flatMap(member -> loaded.faultsOf(member).stream())
                    .findFirst();
            if (fault.isEmpty()) {
                whole.addAll(group);
            } else if (refused.add(group)) {
                exits.add(Exit.CONFIGURATION);
                console.show(new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "The tables " + String.join(", ", group)
                                + " are one group and are not exported, because a file of theirs has an error: "
                                + fault.get().file() + ":" + fault.get().line() + ": "
                                + fault.get().reason(),
                        fault.get().hint()));
            }
        }
        return List.copyOf(whole);
    }

    private List<String> named(RoutesOnDemand loaded, Console console) {
        List<String> chosen = tables.stream().distinct().filter(loaded::has).toList();
        List<Fault> faults = tables.stream()
                .filter(table -> !chosen.contains(table))
                .flatMap(table -> loaded.faultsOf(table).stream())
                .distinct()
                .toList();
        List<String> unknown = tables.stream()
                .distinct()
                .filter(table ->
                        !chosen.contains(table) && loaded.faultsOf(table).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            // It may be in one that cannot be parsed.
            show(loaded.faults(), console);
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "No file of " + routes.folder().toAbsolutePath() + " has the routeId " + String.join(", ", unknown)
                            + ".",
                    known(loaded.all(), unknown.get(0)));
        }
        show(faults, console);
        return chosen;
    }

    private static String known(Set<String> known, String meant) {
        if (known.isEmpty()) {
            return "The folder holds no table file.";
        }
        String near = Spelling.meant(meant, known);
        List<String> told = known.stream().limit(NAMES_TOLD).toList();
        return near + "There are " + String.join(", ", told)
                + (told.size() < known.size() ? " and " + (known.size() - told.size()) + " more." : ".");
    }

    private void show(List<Fault> faults, Console console) {
        faults.forEach(console::show);
        if (!faults.isEmpty()) {
            exits.add(Exit.CONFIGURATION);
        }
    }

    private void ended(ExportResult result, Console console) {
        console.show(result);
        ExportException failure = result.failure();
        if (result.manifest() != null) {
            published.add(result.table());
        }
        if (failure != null) {
            exits.add(failure.code().exit());
            if (failure.kind() == ErrorKind.INTERNAL) {
                failure.printStackTrace();
            }
        }
    }
}
