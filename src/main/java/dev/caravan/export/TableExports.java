package dev.caravan.export;

import dev.caravan.component.Publications;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.schedule.Lanes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Runs many tables, several side by side. */
public final class TableExports {
    /**
     * Sixteen tables are on their way at once, besides those that wait for a lock, a crawler or another attempt. How many of them read is
     * for {@code caravan.runs.maximum} to say, how many crawl for {@code caravan.crawls.maximum}.
     */
    private static final int SIDE_BY_SIDE = 16;

    private static final String LANE = "export";

    private static final long TICK_MILLIS = 100;

    private final CamelContext context;
    private final TableExport export;
    private final TableLoader loader;

    /** Exports tables of this context, each loaded for as long as it runs. */
    public TableExports(CamelContext context, TableLoader loader) {
        this.context = context;
        this.export = new TableExport(context);
        this.loader = loader;
    }

    /** Runs one table. */
    public ExportResult run(String table) {
        AtomicReference<@Nullable ExportResult> result = new AtomicReference<>();
        run(List.of(table), result::set, () -> {});
        return Objects.requireNonNull(result.get());
    }

    /** What keeps a table from beginning is its failure. */
    private ExportResult loadedAndRun(String table) {
        if (Publications.of(context).isRefused()) {
            return ExportResult.notBegun(
                    table,
                    new ExportException(
                            ErrorCode.STOPPED,
                            "The run of " + table + " did not begin, because the process was asked to end.",
                            "The table is as it was; run it again."));
        }
        TableLoader.Loaded loaded;
        try {
            loaded = loader.load(table);
        } catch (ExportException e) {
            return ExportResult.notBegun(table, e);
        }
        try (loaded) {
            return export.run(table);
        }
    }

    /**
     * Runs the tables, each once, and returns when all have ended.
     *
     * @param tables ids of routes; they begin in this order
     * @param ended called for each table, on the caller's thread, when it has ended
     * @param meanwhile called ten times a second, on the caller's thread
     */
    public void run(List<String> tables, Consumer<ExportResult> ended, Runnable meanwhile) {
        Lanes lanes = new Lanes("export");
        try {
            Instant begin = Instant.now();
            CompletionService<ExportResult> runs =
                    new ExecutorCompletionService<>(run -> lanes.submit(LANE, SIDE_BY_SIDE, begin, run));
            List<String> all = tables.stream().distinct().toList();
            all.forEach(table -> runs.submit(() -> loadedAndRun(table)));
            boolean isEnding = false;
            for (int open = all.size(); open > 0; ) {
                Future<ExportResult> next = runs.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                meanwhile.run();
                if (!isEnding && Publications.of(context).isRefused()) {
                    // Pauses before another attempt and crawls; once, since those that fail tidy up.
                    isEnding = true;
                    lanes.interruptLent();
                }
                if (next != null) {
                    open--;
                    ended.accept(next.get());
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tables were exported", e);
        } finally {
            lanes.close();
        }
    }
}
