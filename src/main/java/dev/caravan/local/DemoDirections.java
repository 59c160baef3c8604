package dev.caravan.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells where the demo's things are and how to look at them. */
record DemoDirections(DemoFolder files, LocalStack stack) {

    /** What stays after the demo. */
    List<String> toFiles() {
        return List.of(
                "The files lie in " + bucket() + ", a folder a table; the next demo there replaces them.",
                "The log is " + files.log() + ".");
    }

    /**
     * What is there while the demo stays.
     *
     * @param management where the pod tells of itself
     * @param console the route console, if hawtio is at hand
     */
    List<String> toServers(URI management, Optional<URI> console) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("The pod goes on, until Ctrl-C:");
        lines.add("  routes   "
                + console.map(URI::toString)
                        .orElse("for the console in the browser: mvn dependency:copy@console, then this demo again"));
        lines.add("  tables   " + files.routes());
        lines.add("           drop a table file in, edit one, break one, mend it: the pod follows within seconds");
        lines.add("  pod      " + management + "/health, /metrics, /jolokia");
        lines.add("  servers  . " + files.environment() + "   and then, for example,");
        lines.add(
                "           aws --endpoint-url $CARAVAN_LAKE_ENDPOINT s3 ls s3://" + LocalStack.LAKE + "/ --recursive");
        lines.add("           aws --endpoint-url $CARAVAN_GLUE_ENDPOINT glue get-tables --database-name "
                + LocalStack.LAKE);
        lines.add("           caravan export --routes " + files.routes() + " taxes");
        return lines;
    }

    private Path bucket() {
        return stack.s3().folder().resolve(LocalStack.LAKE);
    }
}
