package dev.caravan.cli;

import dev.caravan.error.Count;
import dev.caravan.error.ExportException;
import dev.caravan.pod.Pod;
import dev.caravan.pod.Settings;
import dev.caravan.routes.FolderStatus;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravan run}: the pod. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        header = "Exports the tables of a folder on their schedules, until SIGTERM.",
        description = {
            "",
            "The pod watches the folder: a new file starts its table, a changed file replaces it, a deleted "
                    + "file stops it. A file with an error stops nothing: line, reason and hint are in the log, in the "
                    + "readiness check and in JMX, and the previous version of the file keeps running. A change of a "
                    + "file never interrupts a run in progress.",
            "",
            "A table file:",
            "  - templatedRoute:",
            "      routeTemplateRef: table-to-lake",
            "      routeId: orders",
            "      parameters:",
            "        - { name: table,    value: public.orders }",
            "        - { name: schedule, value: \"0 0 0/12 * * ?\" }",
            ""
        },
        footerHeading = "%nRequired settings (application.properties, environment or -D):%n",
        footer = {
            "  CARAVAN_SOURCE_DEFAULT_URL       jdbc:postgresql://HOST:5432/DATABASE",
            "  CARAVAN_SOURCE_DEFAULT_USER, CARAVAN_SOURCE_DEFAULT_PASSWORD",
            "  CARAVAN_LAKE_BUCKET              the bucket to which tables are written",
            "  AWS_REGION, and credentials      as for every AWS SDK",
            "",
            "Exit code: 0 after SIGTERM, 2 when a setting cannot be used."
        })
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private RoutesOption routes;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws Exception {
        CommandLog.ofPod();
        StopSignal signal = new StopSignal();
        try {
            Path folder = routes.existing();
            try (Pod pod = config.start(Pod.Purpose.SERVE)) {
                banner(pod.settings(), pod.watch(folder).status());
                signal.await();
                signal.haltAfter(pod.grace().plus(Pod.AFTER_GRACE), 0);
                LoggerFactory.getLogger(RunCommand.class)
                        .info(
                                "Asked to end; runs in flight have {} s.",
                                pod.settings().require("caravan.shutdown.timeout"));
            }
            return 0;
        } catch (ExportException e) {
            System.err.println(e.getMessage());
            return e.code().exit().code();
        } finally {
            signal.ended();
        }
    }

    private void banner(Settings settings, FolderStatus status) {
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        long millis = ManagementFactory.getRuntimeMXBean().getUptime();
        String url = "http://localhost:" + settings.require("caravan.management.port") + "/observe";
        log.info(
                "Caravan runs, {} ms after its start: {} of {} loaded, {} rejected.",
                millis,
                Count.of(status.loaded().size(), "route file"),
                routes.folder().toAbsolutePath(),
                status.rejectedFiles());
        if (settings.sources().isEmpty()) {
            log.warn("No source database is set: {}", "set CARAVAN_SOURCE_DEFAULT_URL, _USER and _PASSWORD.");
        }
        log.info("Health {}/health, metrics {}/metrics, hawtio connects to {}/jolokia", url, url, url);
    }
}
