package dev.caravan.examples;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExport;
import dev.caravan.pod.Pod;
import java.nio.file.Path;

/** A process of its own that runs the example once: its argument is the properties file. */
final class SmallHeap {
    private SmallHeap() {}

    /** Prints the rows that were published; a second argument is the autocommit of the pool. */
    public static void main(String[] arguments) throws Exception {
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, Path.of(arguments[0]))) {
            pod.context()
                    .getRegistry()
                    .lookupByNameAndType("default", HikariDataSource.class)
                    .setAutoCommit(Boolean.parseBoolean(arguments[1]));
            pod.context().addRoutes(new PlainEipRoute());
            ExportResult result = new TableExport(pod.context()).run(PlainOrders.TABLE);
            System.out.println("published " + result.rows() + ", failure " + result.failure());
        }
    }
}
