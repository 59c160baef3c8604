package dev.caravan.local.demo;

import dev.caravan.local.LocalStack;
import java.net.URI;
import java.util.List;

/** Tells where the demo's things are and how to look at them. */
record DemoDirections(DemoFolder files, LocalStack stack) {

    /** What stays after the demo. */
    List<String> toFiles() {
        return List.of(
                "Files  " + files.buckets().resolve(LocalStack.LAKE),
                "       (a folder for each table; the next demo replaces them)",
                "Log    " + files.log());
    }

    /** How to see more of it. */
    List<String> toMore() {
        return List.of(
                "Next   caravan demo --keep", "       leaves servers and pod running, with the routes in the browser");
    }

    /**
     * What is there while the demo stays.
     *
     * @param management where the pod tells of itself
     * @param console how to open the route console
     */
    List<String> toServers(URI management, String console) {
        return List.of(
                "",
                "Everything goes on until Ctrl-C:",
                "  routes   " + console,
                "  tables   " + files.routes(),
                "           add a table file, edit one, break one, fix it:",
                "           the pod follows within seconds",
                "  pod      " + management + "/health, /metrics, /jolokia",
                "  servers  . " + files.environment(),
                "           and then, for example:",
                "",
                "aws --endpoint-url $CARAVAN_LAKE_ENDPOINT s3 ls s3://" + LocalStack.LAKE + "/ --recursive",
                "aws --endpoint-url $CARAVAN_GLUE_ENDPOINT glue get-tables --database-name " + LocalStack.LAKE,
                "caravan export --routes " + files.routes() + " taxes");
    }
}
