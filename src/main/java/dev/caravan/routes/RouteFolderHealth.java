package dev.caravan.routes;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness is down while the folder holds content that does not run; the pod itself lives, and the rest runs on. */
final class RouteFolderHealth extends AbstractHealthCheck {
    /** A probe gets an answer of some kilobytes, however many faults there are. */
    private static final int MAX_TOLD = 20;

    private final RouteFolder folder;
    private final RouteFolderWatchdog watchdog;

    RouteFolderHealth(RouteFolder folder, RouteFolderWatchdog watchdog) {
        super("caravan", "route-folder");
        this.folder = folder;
        this.watchdog = watchdog;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        FolderStatus status = folder.status();
        long silent = watchdog.silentSeconds();
        builder.detail("secondsSinceLook", watchdog.ageSeconds());
        if (silent > 0) {
            builder.down();
            builder.message(RouteFolderWatchdog.message(silent));
            return;
        }
        builder.detail("loaded", status.loaded().size());
        if (status.sound()) {
            builder.up();
            return;
        }
        builder.down();
        // The management server shows the message and no details.
        String faults = told(status.rejected());
        builder.message(status.folderFault() == null ? faults : status.folderFault() + " " + faults);
        status.rejected().stream()
                .collect(Collectors.groupingBy(
                        fault -> String.valueOf(fault.file().getFileName())))
                .entrySet()
                .stream()
                .limit(MAX_TOLD)
                .forEach(file -> builder.detail(file.getKey(), told(file.getValue())));
    }

    private static String told(List<Fault> faults) {
        String first = faults.stream().limit(MAX_TOLD).map(Fault::toString).collect(Collectors.joining(" | "));
        int more = faults.size() - MAX_TOLD;
        return more > 0 ? first + " | and " + more + " more, in the log" : first;
    }
}
