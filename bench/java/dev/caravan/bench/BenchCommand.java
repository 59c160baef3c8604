package dev.caravan.bench;

import dev.caravan.bench.contender.Contenders;
import dev.caravan.bench.contender.Places;
import dev.caravan.bench.data.BenchTable;
import dev.caravan.bench.data.Loading;
import dev.caravan.bench.measure.LinuxProcess;
import dev.caravan.bench.report.Chart;
import dev.caravan.bench.report.Conditions;
import dev.caravan.bench.report.ConsoleReport;
import dev.caravan.bench.report.JsonReport;
import dev.caravan.bench.report.MarkdownReport;
import dev.caravan.bench.report.Report;
import dev.caravan.bench.report.TableResult;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.local.machine.LocalFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan bench}: measures Caravan beside others on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how fast tables are exported from PostgreSQL, by Caravan, by COPY whose output is "
                    + "discarded, and by other programs.",
            "",
            "Creates the tables (lineitem of TPC-H, wide_types, narrow and long_text) in an embedded "
                    + "PostgreSQL, or in the schema caravan_bench of another one. Then each contender exports each "
                    + "table, in turns. The rows that a contender wrote are counted, and what Caravan wrote is "
                    + "compared with the table, value by value; figures are printed only if they agree. Scale 1 needs "
                    + "two free cores, 8 GB of disk and some time. Run nothing else meanwhile.",
            "",
            "Options:"
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  measured",
            "  1  a contender failed, or what it wrote differs from the table",
            "  2  bad usage, or the servers do not start",
            "",
            "Examples:",
            "  caravan bench --scale 0.01                         a quick look",
            "  caravan bench --contenders copy,caravan-warm       some contenders",
            "  caravan bench --tables lineitem,narrow --runs 3    some tables",
            "  caravan bench --source 'jdbc:postgresql://localhost/test?user=me'"
        })
public final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--scale",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description =
                    "Scale factor of TPC-H (default: ${DEFAULT-VALUE}). 1 is 6,001,215 rows of lineitem, 1,000,000 "
                            + "of wide_types, 20,000,000 of narrow and 100,000 of long_text.")
    private double scale;

    @Option(
            names = "--runs",
            paramLabel = "NUMBER",
            defaultValue = "5",
            description = "Number of rounds; the figures are medians (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "NUMBER",
            defaultValue = "2",
            description = "Number of runs before the rounds, for contenders whose process stays (default: "
                    + "${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--tables",
            paramLabel = "TABLE",
            split = ",",
            defaultValue = "lineitem,wide_types",
            description = "Tables: lineitem, wide_types, narrow, long_text (default: ${DEFAULT-VALUE}).")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--contenders",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Contenders: copy, psql, duckdb, caravan-warm, caravan-cold, plain-eip, spark (default: all that "
                            + "are installed). A number after a name is the number of connections that read.")
    private List<String> contenders = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "URL",
            description =
                    "JDBC URL of the PostgreSQL to read (default: an embedded one). The tables stay there for the "
                            + "next time.")
    private @Nullable String source;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "caravan-bench",
            description = "Folder of bench.json, bench.svg and bench.log (default: ./${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Also write the figures into this page, and the picture beside it.")
    private @Nullable Path markdown;

    @Option(
            names = "--duckdb",
            paramLabel = "FILE",
            description = "DuckDB program to measure (default: the library with which Caravan's tests read files).")
    private @Nullable Path duckdb;

    @Option(
            names = "--duckdb-extension",
            paramLabel = "FILE",
            description =
                    "DuckDB's postgres extension (postgres_scanner.duckdb_extension), if DuckDB cannot download it.")
    private @Nullable Path duckdbExtension;

    @Option(
            names = "--spark",
            paramLabel = "DIR",
            defaultValue = "bench/spark/target",
            description = "Folder of Spark, from `mvn -Pbench-spark validate` (default: ${DEFAULT-VALUE}).")
    private Path spark = Path.of("");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException {
        requireUsable();
        List<BenchTable> chosen = tables();
        Contenders.Wishes wishes = new Contenders.Wishes(contenders, spark, duckdb, duckdbExtension);
        PrintWriter console = spec.commandLine().getOut();
        Path folder = LocalFolder.made(out, "--out");
        try (BenchServers servers = BenchServers.start(source, folder.resolve("bench.log"))) {
            Places places = servers.places();
            Loading.of(places.source(), chosen, scale, console);
            try (Contenders found = Contenders.of(places, chosen, wishes)) {
                Bench bench = new Bench(places.source(), found.running(), new Bench.Rounds(runs, warmUp), console);
                Conditions conditions = Conditions.here(scale, runs, Loading.version(places.source()));
                List<TableResult> results = new ArrayList<>();
                for (BenchTable table : chosen) {
                    results.add(bench.over(table));
                    // Each time, so that what took an hour is not lost when a later table fails.
                    JsonReport.write(new Report(conditions, results, found.leftOut()), folder.resolve("bench.json"));
                }
                return tell(new Report(conditions, results, found.leftOut()), folder, console);
            }
        }
    }

    private int tell(Report report, Path folder, PrintWriter console) throws IOException {
        ConsoleReport.print(report, console);
        Chart.write(report, folder.resolve("bench.svg"));
        console.println("Written: " + folder.resolve("bench.json") + " and bench.svg");
        if (markdown != null) {
            Path picture =
                    markdown.resolveSibling(markdown.getFileName().toString().replaceFirst("\\.\\w+$", "") + ".svg");
            Chart.write(report, picture);
            MarkdownReport.write(report, markdown, picture);
            console.println("Written: " + markdown + " and " + picture);
        }
        console.flush();
        boolean allCount = report.tables().stream()
                .flatMap(table -> table.results().stream())
                .allMatch(result -> result.refusal() == null);
        return (allCount ? Exit.PUBLISHED : Exit.FAILED_RUN).code();
    }

    private void requireUsable() {
        if (!LinuxProcess.isTold()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "There is no /proc here, which tells the CPU time and the memory of processes.",
                    "Run it on Linux.");
        }
        if (!(scale > 0) || runs < 1 || warmUp < 0) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "--scale " + scale + ", --runs " + runs + ", --warm-up " + warmUp + " cannot be run.",
                    "Give a scale above 0, at least one run, and no fewer than 0 runs to warm up.");
        }
    }

    private List<BenchTable> tables() {
        List<BenchTable> known = List.of(BenchTable.values());
        List<BenchTable> chosen = new ArrayList<>();
        for (String name : tables) {
            chosen.add(known.stream()
                    .filter(table -> table.id().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ExportException(
                            ErrorCode.BAD_CONFIGURATION,
                            "There is no table '" + name + "' to measure.",
                            "Legal are " + known.stream().map(BenchTable::id).collect(Collectors.joining(", "))
                                    + ".")));
        }
        return chosen;
    }
}
