package dev.caravan.bench.contender;

import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExport;
import dev.caravan.pod.Pod;
import dev.caravan.routes.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A pod that stays and exports the table that a line names, through the routes that production has. */
final class ExportOnOrder {
    private ExportOnOrder() {}

    /** Its arguments are the folder of the table files and the properties file. */
    public static void main(String[] arguments) throws IOException {
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, Path.of(arguments[1]))) {
            List<Fault> faults = pod.folder(Path.of(arguments[0])).loadAll();
            TableExport export = new TableExport(pod.context());
            Answers.serve((order, outcome) -> {
                if (!faults.isEmpty()) {
                    throw new IllegalStateException(faults.get(0).toString());
                }
                ExportResult result = export.run(order[0]);
                if (result.failure() != null) {
                    throw result.failure();
                }
                outcome.put("rows", result.rows());
            });
        }
    }
}
