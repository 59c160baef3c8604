package dev.caravan.cli;

import dev.caravan.component.ActiveRuns;
import dev.caravan.export.ExportResult;
import java.util.function.Supplier;

/** What a person or a program sees of exports. */
public interface Console {
    /** One for JSON lines, one for terminals, one for everything else. */
    static Console of(boolean json) {
        return json ? new JsonLines() : Terminal.isInteractive() ? new ProgressConsole() : new PlainLines();
    }

    /** Shows how far a table is while it is exported. */
    default ExportResult watch(String table, ActiveRuns active, Supplier<ExportResult> export) {
        return export.get();
    }

    /** Says how the export of a table ended. */
    void show(ExportResult result);

    /** A size as people say it, in powers of 1,000. */
    static String size(long bytes) {
        return PlainLines.bytes(bytes);
    }
}
