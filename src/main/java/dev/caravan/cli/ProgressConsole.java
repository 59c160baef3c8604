package dev.caravan.cli;

import dev.caravan.component.ActiveRuns;
import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExports;
import dev.caravan.export.TableLoader;
import dev.caravan.run.ActiveRun;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.apache.camel.CamelContext;

/** A bar a table while it runs (rows, rows a second, time left by the planner's estimate), then its line. */
final class ProgressConsole extends PlainLines {
    private static final int REFRESH_MILLIS = 100;

    @Override
    public ExportResult watch(String table, ActiveRuns active, Supplier<ExportResult> export) {
        CompletableFuture<ExportResult> running = CompletableFuture.supplyAsync(export, task -> {
            Thread thread = new Thread(task, "export-" + table);
            thread.setDaemon(true);
            thread.start();
        });
        OtherLines others = new OtherLines();
        others.draw(table + ": planning");
        ProgressBar bar = null;
        try {
            while (!running.isDone()) {
                ActiveRun run = active.find(table).orElse(null);
                if (run != null && rows(run) > 0) {
                    bar = bar == null ? rowsOf(table, rows(run), others) : bar;
                    show(run, bar);
                }
                pause(running);
            }
            return running.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + table + " was exported", e);
        } finally {
            if (bar == null) {
                others.endLine();
            } else {
                bar.close();
                others.endBar();
            }
        }
    }

    /** Begins when it is known how many rows there are, since a bar without an end tells nothing. */
    private static ProgressBar rowsOf(String table, long rows, OtherLines others) {
        return new ProgressBarBuilder()
                .setTaskName(table)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" rows", 1)
                .setInitialMax(rows)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setEtaFunction(ProgressConsole::timeLeft)
                .clearDisplayOnFinish()
                .setConsumer(others.drawing())
                .build();
    }

    @Override
    public void export(CamelContext context, TableLoader loader, List<String> tables, Consumer<ExportResult> ended) {
        TableExports exports = new TableExports(context, loader);
        if (tables.size() == 1) {
            ended.accept(watch(tables.get(0), ActiveRuns.of(context), () -> exports.run(tables.get(0))));
            return;
        }
        ActiveRuns active = ActiveRuns.of(context);
        OtherLines others = new OtherLines();
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("export")
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" tables", 1)
                .setInitialMax(tables.size())
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .clearDisplayOnFinish()
                .setConsumer(others.drawing())
                .build()) {
            exports.run(
                    tables,
                    result -> {
                        bar.step();
                        others.clearLine();
                        ended.accept(result);
                    },
                    () -> bar.setExtraMessage(" " + active.summary()));
        } finally {
            others.endBar();
        }
    }

    /** Waits for the end of the export, and no longer than until the bar is due again. */
    private static void pause(CompletableFuture<ExportResult> running) throws ExecutionException, InterruptedException {
        try {
            running.get(REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The bar is due.
        }
    }

    private static void show(ActiveRun run, ProgressBar bar) {
        bar.maxHint(rows(run));
        bar.stepTo(run.rowsRead());
    }

    /** The estimate may be short of the truth; the bar then ends where the read is. */
    private static long rows(ActiveRun run) {
        return Math.max(run.rowsRead(), run.plan().estimatedRows());
    }

    private static Optional<Duration> timeLeft(ProgressState state) {
        long done = state.getCurrent();
        if (done == 0 || state.getMax() <= 0) {
            return Optional.empty();
        }
        Duration elapsed = state.getElapsedAfterStart();
        return Optional.of(Duration.ofMillis(elapsed.toMillis() * Math.max(0, state.getMax() - done) / done));
    }
}
