package dev.caravan.cli;

import dev.caravan.component.CatalogClients;
import dev.caravan.component.LakeStores;
import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Layout;
import dev.caravan.pod.Pod;
import dev.caravan.publish.Rollback;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan rollback}: leads readers to an earlier run. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        header = "Makes an earlier run of a table current again.",
        description = {
            "",
            "For tables with publish: swap. The Glue table is changed so that it leads to the files of the earlier "
                    + "run, which are in the lake as long as keepRuns and keepFor say. Nothing is copied or deleted, so the "
                    + "way forward is the same command with the later run. The next run of the table publishes as "
                    + "always: stop its schedule if the earlier run has to stay current.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan runs orders",
            "  caravan rollback orders",
            "  caravan rollback orders 20261124T041500000Z",
            "",
            "Exit code: 0 done; 1 another process published the table meanwhile, or S3 or",
            "Glue cannot be reached; 2 there is no such table or run, or no permission. With",
            "1 and 2 the table is as it was."
        })
public final class RollbackCommand implements Callable<Integer>, JsonAnswer {
    @Parameters(index = "0", paramLabel = "TABLE", description = "The routeId of the table.")
    private String table;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RUN",
            description = "The run to go back to (default: the one before the current run).")
    private @Nullable String run;

    @Option(names = OPTION, description = "Print JSON.")
    private boolean json;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() {
        CommandLog.ofCommand();
        try (Pod pod = config.start(Pod.Purpose.COMMAND)) {
            PublicationRecovery.now(pod.context());
            Rollback.Done done = new Rollback(
                            LakeStores.of(pod.context(), pod.settings().require("caravan.lake.bucket")),
                            new Layout(
                                    pod.settings().find("caravan.lake.prefix").orElse(""), table),
                            CatalogClients.tables(pod.context(), null))
                    .to(Optional.ofNullable(run));
            System.out.println(
                    json
                            ? JsonAnswer.line(Map.of("table", table, "run", done.to(), "before", done.from()))
                            : "Table " + table + " is run " + done.to() + " again; it was run " + done.from() + ".");
        }
        return Exit.PUBLISHED.code();
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
