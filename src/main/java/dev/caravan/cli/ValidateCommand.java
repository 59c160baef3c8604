package dev.caravan.cli;

import dev.caravan.component.LakeAccess;
import dev.caravan.error.Count;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogMode;
import dev.caravan.option.Words;
import dev.caravan.pod.Pod;
import dev.caravan.routes.Fault;
import dev.caravan.routes.Placeholders;
import dev.caravan.routes.RouteFile;
import dev.caravan.routes.RoutesOnDemand;
import dev.caravan.routes.TableRoute;
import dev.caravan.table.TableParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan validate}: every fault of every file, before anything runs. */
@Command(
        name = "validate",
        exitCodeOnExecutionException = 2,
        mixinStandardHelpOptions = true,
        header = "Checks all table files, the databases, the bucket and the catalog, and reports all errors at "
                + "once.",
        description = {
            "",
            "An error in a file is one line: FILE:LINE: what is wrong, and how to fix it. A note is not an "
                    + "error: it says why a table may be read only in part. Nothing is changed: tables are planned but "
                    + "not read, and bucket and catalog are only checked for existence and permissions.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan validate --routes routes --offline     in CI, without a database",
            "  caravan validate --routes /etc/caravan/routes",
            "",
            "Exit code: 0 without an error, 2 with one."
        })
public final class ValidateCommand implements Callable<Integer>, JsonAnswer {
    private static final Set<String> OF_LAKE = Set.of("caravan.lake.bucket", "caravan.lake.endpoint");
    private static final Set<String> OF_CATALOG = Set.of("caravan.glue.database", "caravan.glue.endpoint");

    @Mixin
    private RoutesOption routes;

    @Option(names = "--offline", description = "Check only the files, without any connection.")
    private boolean offline;

    @Option(names = "--json", description = "Print a list of objects: file, line, reason, hint.")
    private boolean json;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws IOException {
        Path folder = routes.existing();
        List<Fault> ofFiles = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<ExportException> ofOthers = new ArrayList<>();
        int files;
        try (Pod pod = config.start(Pod.Purpose.CHECK)) {
            pod.faults().forEach(fault -> ofOthers.add(fault.failure()));
            List<RouteFile> checked = pod.folder(folder).check(offline);
            files = checked.size();
            Set<String> crawlers = new TreeSet<>();
            SourceChecks sources = new SourceChecks(pod.context(), source -> pod.faults().stream()
                    .anyMatch(fault -> fault.key().startsWith("caravan.source." + source + ".")));
            Map<TableRoute, Path> crawled = new LinkedHashMap<>();
            Map<TableRoute, Path> written = new LinkedHashMap<>();
            for (RouteFile file : checked) {
                ofFiles.addAll(file.faults());
                for (TableRoute table : file.tables()) {
                    if (table.isDeclared() && !offline) {
                        TableCheck check = new TableCheck(pod.context(), file.path(), table, sources);
                        ofFiles.addAll(check.live());
                        notes.addAll(check.notes());
                        crawler(pod.context(), table).ifPresent(crawler -> {
                            crawlers.add(crawler);
                            crawled.put(table, file.path());
                        });
                        if (value(pod.context(), table, TableParameter.CATALOG)
                                .equalsIgnoreCase(Words.of(CatalogMode.GLUE))) {
                            written.put(table, file.path());
                        }
                    }
                }
            }
            ofOthers.addAll(sources.faults());
            if (!offline) {
                ofFiles.addAll(ofOwnRoutes(pod, folder, checked));
                LakeAccess lake = new LakeAccess(pod.context());
                // Nothing more is said of what is known to be wrong.
                boolean canAsk =
                        pod.faults().stream().noneMatch(fault -> fault.key().startsWith("AWS_"));
                if (canAsk && pod.faults().stream().noneMatch(fault -> OF_LAKE.contains(fault.key()))) {
                    lake.bucket().ifPresent(ofOthers::add);
                }
                if (canAsk
                        && !crawlers.isEmpty()
                        && pod.faults().stream().noneMatch(fault -> OF_CATALOG.contains(fault.key()))) {
                    // Without credentials or a region both fail for the same reason.
                    lake.catalog(crawlers).stream()
                            .filter(fault -> ofOthers.stream()
                                    .noneMatch(known -> known.what().equals(fault.what())))
                            .toList()
                            .forEach(ofOthers::add);
                }
                if (ofOthers.isEmpty()) {
                    crawled.forEach((table, path) -> lake.otherTable(table.routeId())
                            .ifPresent(
                                    fault -> ofFiles.add(new Fault(path, table.line(), fault.what(), fault.hint()))));
                    written.forEach((table, path) -> notOurs(pod.context(), lake, table)
                            .ifPresent(fault -> ofFiles.add(new Fault(
                                    path, table.lineOf(TableParameter.CATALOG), fault.what(), fault.hint()))));
                }
            }
        }
        if (!json) {
            notes.forEach(System.out::println);
        }
        print(ofFiles.stream().sorted().toList(), ofOthers, files);
        return (ofFiles.isEmpty() && ofOthers.isEmpty() ? Exit.PUBLISHED : Exit.CONFIGURATION).code();
    }

    /** What only shows when Camel makes the routes of users, such as a bean that does not exist. None of them begins by itself. */
    private static List<Fault> ofOwnRoutes(Pod pod, Path folder, List<RouteFile> checked) throws IOException {
        Set<Path> faulty = checked.stream()
                .filter(file -> !file.sound())
                .map(RouteFile::path)
                .collect(Collectors.toSet());
        RoutesOnDemand routes = pod.folder(folder).onDemand();
        routes.all();
        return routes.faults().stream()
                .filter(fault -> !faulty.contains(fault.file()))
                .toList();
    }

    @Override
    public boolean isJson() {
        return json;
    }

    @Override
    public Object failed(ExportException failure) {
        return List.of(object(null, null, failure.what(), failure.hint()));
    }

    /** Why Caravan may not write the Glue table, if so. */
    private static Optional<ExportException> notOurs(CamelContext context, LakeAccess lake, TableRoute table) {
        try {
            lake.requireTable(table.routeId(), Boolean.parseBoolean(value(context, table, TableParameter.ADOPT)));
            return Optional.empty();
        } catch (ExportException e) {
            return Optional.of(e);
        }
    }

    private static Optional<String> crawler(CamelContext context, TableRoute table) {
        String catalog = value(context, table, TableParameter.CATALOG);
        return catalog.isEmpty() || catalog.equalsIgnoreCase(TableParameter.CATALOG.defaultValue())
                ? Optional.of(value(context, table, TableParameter.CRAWLER))
                        .map(named -> named.isEmpty() ? "caravan-" + table.routeId() : named)
                : Optional.empty();
    }

    private static String value(CamelContext context, TableRoute table, TableParameter parameter) {
        return table.usable(parameter)
                .map(set -> Placeholders.resolve(context, set.value()).strip())
                .orElse("");
    }

    private void print(List<Fault> ofFiles, List<ExportException> ofOthers, int files) {
        if (json) {
            List<Map<String, @Nullable Object>> all = new ArrayList<>();
            ofFiles.forEach(
                    fault -> all.add(object(fault.file().toString(), fault.line(), fault.reason(), fault.hint())));
            ofOthers.forEach(fault -> all.add(object(null, null, fault.what(), fault.hint())));
            System.out.println(JsonAnswer.line(all));
            return;
        }
        ofFiles.forEach(System.out::println);
        ofOthers.forEach(fault -> System.out.println(fault.what() + " " + fault.hint()));
        int faults = ofFiles.size() + ofOthers.size();
        System.out.println(Count.of(files, "file") + ", "
                + (faults == 0 ? "no fault" + (offline ? " in them" : "") : Count.of(faults, "fault")));
    }

    private static Map<String, @Nullable Object> object(
            @Nullable String file, @Nullable Integer line, String reason, String hint) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("file", file);
        object.put("line", line);
        object.put("reason", reason);
        object.put("hint", hint);
        return object;
    }
}
