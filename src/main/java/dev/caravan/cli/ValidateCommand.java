package dev.caravan.cli;

import dev.caravan.component.LakeAccess;
import dev.caravan.error.Count;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.pod.Pod;
import dev.caravan.routes.Fault;
import dev.caravan.routes.RouteFile;
import dev.caravan.routes.TableRoute;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan validate}: every fault of every file, before anything runs. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        header = "Checks every table file, the databases, the bucket and the catalog, and names every fault at once.",
        description = {
            "",
            "An error of a file is one line: FILE:LINE: what is wrong, and how to fix it. A note, which is no error, says why a"
                    + " table may be read in part. Nothing is changed anywhere: tables"
                    + " are planned and not read, and bucket and catalog are only looked at.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan validate --routes routes --offline     (in CI, without database or lake)",
            "  caravan validate --routes /etc/caravan/routes",
            "",
            "Exit code: 0 without a fault, 2 with one."
        })
public final class ValidateCommand implements Callable<Integer>, JsonAnswer {
    /** What a table file may name and this can look into. */
    private static final String TEMPLATE = "table-to-lake";

    @Mixin
    private RoutesOption routes;

    @Option(names = "--offline", description = "Only the files: connect to nothing.")
    private boolean offline;

    @Option(names = "--json", description = "A list of objects: file, line, reason, mend.")
    private boolean json;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws IOException {
        Path folder = routes.existing();
        List<Fault> ofFiles = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<ExportException> ofLake = new ArrayList<>();
        int files;
        try (Pod pod = config.start(Pod.Purpose.COMMAND)) {
            List<RouteFile> checked = pod.folder(folder).check();
            files = checked.size();
            Set<String> crawlers = new TreeSet<>();
            Map<String, ExportException> unreachable = new HashMap<>();
            Map<TableRoute, Path> crawled = new LinkedHashMap<>();
            for (RouteFile file : checked) {
                ofFiles.addAll(file.faults());
                for (TableRoute table : file.tables()) {
                    if (table.template().equals(TEMPLATE) && file.sound()) {
                        TableCheck check = new TableCheck(pod.context(), file.path(), table, unreachable);
                        ofFiles.addAll(check.written());
                        if (!offline) {
                            ofFiles.addAll(check.live());
                            notes.addAll(check.notes());
                        }
                        crawler(table).ifPresent(crawler -> {
                            crawlers.add(crawler);
                            crawled.put(table, file.path());
                        });
                    }
                }
            }
            if (!offline) {
                LakeAccess lake = new LakeAccess(pod.context());
                lake.bucket().ifPresent(ofLake::add);
                if (!crawlers.isEmpty()) {
                    ofLake.addAll(lake.catalog(crawlers));
                }
                if (ofLake.isEmpty()) {
                    crawled.forEach((table, path) -> lake.otherTable(table.routeId())
                            .ifPresent(
                                    fault -> ofFiles.add(new Fault(path, table.line(), fault.what(), fault.mend()))));
                }
            }
        }
        if (!json) {
            notes.forEach(System.out::println);
        }
        print(ofFiles.stream().sorted().toList(), ofLake, files);
        return (ofFiles.isEmpty() && ofLake.isEmpty() ? Exit.PUBLISHED : Exit.CONFIGURATION).code();
    }

    @Override
    public boolean isJson() {
        return json;
    }

    @Override
    public Object failed(ExportException failure) {
        return List.of(object(null, null, failure.what(), failure.mend()));
    }

    private static Optional<String> crawler(TableRoute table) {
        TableRoute.Parameter catalog = table.parameters().get("catalog");
        if (catalog != null && !catalog.value().equals("crawler")) {
            return Optional.empty();
        }
        TableRoute.Parameter named = table.parameters().get("crawler");
        return Optional.of(named == null ? "caravan-" + table.routeId() : named.value());
    }

    private void print(List<Fault> ofFiles, List<ExportException> ofLake, int files) {
        if (json) {
            List<Map<String, @Nullable Object>> all = new ArrayList<>();
            ofFiles.forEach(
                    fault -> all.add(object(fault.file().toString(), fault.line(), fault.reason(), fault.mend())));
            ofLake.forEach(fault -> all.add(object(null, null, fault.what(), fault.mend())));
            System.out.println(JsonAnswer.line(all));
            return;
        }
        ofFiles.forEach(System.out::println);
        ofLake.forEach(fault -> System.out.println(fault.what() + " " + fault.mend()));
        int faults = ofFiles.size() + ofLake.size();
        System.out.println(Count.of(files, "file") + ", "
                + (faults == 0 ? "no fault" + (offline ? " in them" : "") : Count.of(faults, "fault")));
    }

    private static Map<String, @Nullable Object> object(
            @Nullable String file, @Nullable Integer line, String reason, String mend) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("file", file);
        object.put("line", line);
        object.put("reason", reason);
        object.put("mend", mend);
        return object;
    }
}
