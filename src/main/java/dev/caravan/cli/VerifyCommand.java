package dev.caravan.cli;

import dev.caravan.component.LakeStores;
import dev.caravan.component.StagingFolder;
import dev.caravan.error.Count;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Layout;
import dev.caravan.pod.Pod;
import dev.caravan.verify.Findings;
import dev.caravan.verify.RunVerification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan verify}: proves a published run again. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        header = "Proves from S3 alone that a published run is what was exported.",
        description = {
            "",
            "Fetches every file of the run and compares its size, its CRC32C and its rows with the manifest. If the "
                    + "run was published with verify: checksum, the values are decoded, and what the columns add up to is "
                    + "compared with what PostgreSQL said at the moment of the run. Needs neither PostgreSQL nor Glue nor "
                    + "the route folder.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan verify orders",
            "  caravan verify orders --run 20261124T041500000Z",
            "",
            "Exit code: 0 proven; 1 something differs, or S3 cannot be reached; 2 there is",
            "no such table or run, its files are not kept, or no permission."
        })
public final class VerifyCommand implements Callable<Integer>, JsonAnswer {
    @Parameters(paramLabel = "TABLE", description = "The routeId of the table.")
    private String table;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "The run to verify, as caravan runs names it (default: the current run).")
    private @Nullable String run;

    @Option(names = OPTION, description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() {
        CommandLog.ofCommand();
        Findings findings;
        try (Pod pod = config.start(Pod.Purpose.LOOK)) {
            findings = new RunVerification(
                            LakeStores.of(pod.context(), pod.settings().require("caravan.lake.bucket")),
                            new Layout(
                                    pod.settings().find("caravan.lake.prefix").orElse(""), table),
                            StagingFolder.of(pod.context()).folder(table, "verify"))
                    .of(Optional.ofNullable(run));
        }
        System.out.println(json ? JsonAnswer.line(object(findings)) : text(findings));
        return (findings.isProven() ? Exit.PUBLISHED : Exit.FAILED_RUN).code();
    }

    private static String text(Findings findings) {
        String run = "Run " + findings.run() + " of table " + findings.table();
        if (!findings.isProven()) {
            return run + " is not what was published:\n  " + String.join("\n  ", findings.differences());
        }
        return run + " is what was published: " + Count.of(findings.rows(), "row") + " in "
                + Count.of(findings.files(), "file") + ", " + Count.of(findings.bytes(), "byte") + ", "
                + (findings.columns() == 0
                        ? "without checksums of values (verify: checksum)"
                        : "with the values of " + Count.of(findings.columns(), "column"))
                + ".";
    }

    private static Map<String, Object> object(Findings findings) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", findings.table());
        object.put("run", findings.run());
        object.put("proven", findings.isProven());
        object.put("files", findings.files());
        object.put("rows", findings.rows());
        object.put("bytes", findings.bytes());
        object.put("columns", findings.columns());
        object.put("differences", findings.differences());
        return object;
    }

    @Override
    public boolean isJson() {
        return json;
    }

    @Override
    public Object failed(ExportException failure) {
        return JsonLines.object(failure);
    }
}
