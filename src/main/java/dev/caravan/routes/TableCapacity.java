package dev.caravan.routes;

import java.util.List;
import org.apache.camel.CamelContext;

/**
 * How many routes this JVM can hold. More would end the process, and again at each restart, and with it the tables that fit.
 *
 * @param routes at most; a table has four
 */
record TableCapacity(long routes) {
    /** A table takes 0.15 MB with the MBeans of its steps; a margin is in it. */
    private static final long BYTES_WITH_JMX = 50_000;
    /** Without them, in a command. */
    private static final long BYTES_WITHOUT_JMX = 15_000;

    private static final long LEAST = 400;

    /** By the largest heap. */
    static TableCapacity of(CamelContext context) {
        boolean jmx = context.getManagementStrategy().getManagementAgent() != null;
        long bytes = jmx ? BYTES_WITH_JMX : BYTES_WITHOUT_JMX;
        return new TableCapacity(Math.max(LEAST, Runtime.getRuntime().maxMemory() / bytes));
    }

    /** The fault of a file that has too many routes, given those of all others. */
    List<Fault> exceeded(RouteFile file, long others) {
        long all = others + file.routes();
        return all <= routes
                ? List.of()
                : List.of(new Fault(
                        file.path(),
                        1,
                        "with this file the folder has " + all + " routes, and the heap has room for " + routes
                                + " (a table has four).",
                        "Run some of the tables in another pod, or give the process more heap."));
    }
}
