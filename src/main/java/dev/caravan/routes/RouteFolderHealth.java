package dev.caravan.routes;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness is down while the folder holds content that does not run; the pod itself lives, and the rest runs on. */
final class RouteFolderHealth extends AbstractHealthCheck {
    private final RouteFolder folder;

    RouteFolderHealth(RouteFolder folder) {
        super("caravan", "route-folder");
        this.folder = folder;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        FolderStatus status = folder.status();
        builder.detail("loaded", status.loaded().size());
        if (status.sound()) {
            builder.up();
            return;
        }
        builder.down();
        // The management server shows the message and no details.
        String faults = status.rejected().stream().map(Fault::toString).collect(Collectors.joining(" | "));
        builder.message(status.folderFault() == null ? faults : status.folderFault() + " " + faults);
        status.rejected().stream()
                .collect(Collectors.groupingBy(
                        fault -> String.valueOf(fault.file().getFileName())))
                .forEach((file, of) ->
                        builder.detail(file, of.stream().map(Fault::toString).collect(Collectors.joining(" | "))));
    }
}
