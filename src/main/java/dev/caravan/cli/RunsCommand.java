package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.component.ChunkThreads;
import dev.caravan.component.LakeStores;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.history.History;
import dev.caravan.history.PastRun;
import dev.caravan.option.Spelling;
import dev.caravan.plan.OptionList;
import dev.caravan.pod.Pod;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan runs}: the history of tables. */
@Command(
        name = "runs",
        exitCodeOnExecutionException = 2,
        mixinStandardHelpOptions = true,
        header = "Shows the last runs of tables, from the manifests and dead letters in the bucket.",
        description = {
            "",
            "The latest run is the first line. CHANGE is the change of rows against the published run before. "
                    + "OUTCOME is current (its files are the table), kept (caravan rollback can make it current "
                    + "again), published (a later run has replaced it), failed with the code of the error, or unreadable "
                    + "(its document is damaged). A code behind current, kept or published is that of a failure after "
                    + "the publication, such as the crawler's.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan runs",
            "  caravan runs orders --limit 100",
            "  caravan runs --json | jq '.[] | select(.outcome == \"failed\")'",
            "",
            "Exit code: 0, or 2 when there is no such table, or the bucket cannot be read."
        })
public final class RunsCommand implements Callable<Integer>, JsonAnswer {
    private static final int OF_ONE_TABLE = 20;
    private static final int OF_EACH_TABLE = 5;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final double STEP = 1_000;

    @Parameters(
            arity = "0..1",
            paramLabel = "TABLE",
            description = "The routeId of the table (default: all tables that have runs).")
    private @Nullable String table;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many runs to show of each table; 0: all (default: 20 of one table, 5 of each of all).")
    private @Nullable Integer limit;

    @Option(names = OPTION, description = "Print a list of objects.")
    private boolean json;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws JsonProcessingException {
        CommandLog.ofCommand();
        try (Pod pod = config.start(Pod.Purpose.LOOK)) {
            History history = new History(
                    LakeStores.of(
                            pod.context(),
                            pod.settings().find("caravan.lake.bucket").orElse(null)),
                    pod.settings().find("caravan.lake.prefix").orElse(""));
            List<PastRun> runs =
                    table == null ? history.ofAll(most(), ChunkThreads.of(pod.context())) : of(history, table);
            System.out.println(
                    json ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(runs) : text(runs));
        }
        return Exit.PUBLISHED.code();
    }

    private List<PastRun> of(History history, String named) {
        List<PastRun> runs = history.of(named, most());
        if (runs.isEmpty()) {
            Set<String> tables = history.tables();
            throw new ExportException(
                    ErrorCode.NO_SUCH_TABLE,
                    "The lake has no run of a table " + named + ".",
                    tables.isEmpty()
                            ? "It has no run at all; check caravan.lake.bucket and caravan.lake.prefix."
                            : Spelling.meant(named, tables) + "It has runs of " + OptionList.write(tables) + ".");
        }
        return runs;
    }

    private int most() {
        if (limit == null) {
            return table == null ? OF_EACH_TABLE : OF_ONE_TABLE;
        }
        if (limit < 0) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "--limit is " + limit + ".",
                    "Write a whole number from 0 on; 0 shows all runs.");
        }
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    private static String text(List<PastRun> runs) {
        if (runs.isEmpty()) {
            return "The lake has no runs.";
        }
        AlignedTable text = new AlignedTable(
                        "TABLE", "RUN", "ENDED (UTC)", "ROWS", "CHANGE", "SIZE", "SECONDS", "OUTCOME")
                .figures("ROWS", "CHANGE", "SIZE", "SECONDS");
        for (PastRun run : runs) {
            text.row(
                    run.table(),
                    run.run(),
                    run.at() == null
                            ? ""
                            : run.at()
                                    .replaceFirst("T", " ")
                                    .replaceFirst("[.]\\d+", "")
                                    .replaceFirst("Z$", ""),
                    run.rows() == null ? "" : String.format(Locale.ROOT, "%,d", run.rows()),
                    run.change() == null ? "" : String.format(Locale.ROOT, "%+,d", run.change()),
                    run.bytes() == null ? "" : size(run.bytes()),
                    run.seconds() == null ? "" : String.format(Locale.ROOT, "%,.1f", run.seconds()),
                    run.word() + (run.code() == null ? "" : " " + run.code()));
        }
        String damaged = runs.stream()
                .filter(run -> run.outcome() == PastRun.Outcome.UNREADABLE)
                .map(run -> "\n" + run.error())
                .collect(Collectors.joining());
        return text + damaged;
    }

    private static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= STEP && unit < UNITS.length - 1) {
            size /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
    }

    @Override
    public boolean isJson() {
        return json;
    }

    @Override
    public Object failed(ExportException failure) {
        return Map.of("error", failure.getMessage());
    }
}
