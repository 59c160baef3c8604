package dev.caravan.cli;

import dev.caravan.component.ActiveRuns;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExports;
import dev.caravan.export.TableLoader;
import dev.caravan.routes.Fault;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** The output of exports, for a terminal or a program. */
public interface Console {
    /** One for JSON lines, one for terminals, one for everything else. */
    static Console of(boolean json) {
        return json ? new JsonLines() : Terminal.isInteractive() ? new ProgressConsole() : new PlainLines();
    }

    /** Shows how far a table is while it is exported. */
    default ExportResult watch(String table, ActiveRuns active, Supplier<ExportResult> export) {
        return export.get();
    }

    /**
     * Exports tables, several side by side, and shows how far they are.
     *
     * @param loader has the routes of each table there while it runs
     * @param ended called for each table when it has ended
     */
    default void export(CamelContext context, TableLoader loader, List<String> tables, Consumer<ExportResult> ended) {
        new TableExports(context, loader).run(tables, ended, () -> {});
    }

    /** Says how the export of a table ended. */
    void show(ExportResult result);

    /** Says what ended the command, or keeps it from beginning. */
    default void show(ExportException failure) {
        System.err.println(failure.getMessage());
    }

    /** Says what is wrong with a file. */
    default void show(Fault fault) {
        System.err.println(fault);
    }

    /** A size in units of powers of 1,000. */
    static String size(long bytes) {
        return PlainLines.bytes(bytes);
    }
}
