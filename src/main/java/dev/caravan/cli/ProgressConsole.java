package dev.caravan.cli;

import dev.caravan.component.ActiveRuns;
import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExport;
import dev.caravan.export.TableExports;
import dev.caravan.run.ActiveRun;
import java.time.Duration;
import java.util.List;
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
    /** The bar ends with a line feed even when it clears its line, which would leave an empty one. */
    private static final String LINE_UP = "\u001B[1A";
    /** The bar draws itself again below what is printed in its place. */
    private static final String CLEAR_LINE = "\r\u001B[K";

    @Override
    public ExportResult watch(String table, ActiveRuns active, Supplier<ExportResult> export) {
        CompletableFuture<ExportResult> running = CompletableFuture.supplyAsync(export, task -> {
            Thread thread = new Thread(task, "export-" + table);
            thread.setDaemon(true);
            thread.start();
        });
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(table)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" rows", 1)
                .setInitialMax(0)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .showSpeed()
                .setEtaFunction(ProgressConsole::timeLeft)
                .clearDisplayOnFinish()
                .build()) {
            while (!running.isDone()) {
                active.find(table).ifPresent(run -> show(run, bar));
                pause(running);
            }
            return running.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + table + " was exported", e);
        } finally {
            System.err.print(LINE_UP);
            System.err.flush();
        }
    }

    @Override
    public void export(CamelContext context, List<String> tables, Consumer<ExportResult> ended) {
        if (tables.size() == 1) {
            TableExport export = new TableExport(context);
            ended.accept(watch(tables.get(0), ActiveRuns.of(context), () -> export.run(tables.get(0))));
            return;
        }
        ActiveRuns active = ActiveRuns.of(context);
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("export")
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" tables", 1)
                .setInitialMax(tables.size())
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .clearDisplayOnFinish()
                .build()) {
            new TableExports(context)
                    .run(
                            tables,
                            result -> {
                                bar.step();
                                System.err.print(CLEAR_LINE);
                                System.err.flush();
                                ended.accept(result);
                            },
                            () -> bar.setExtraMessage(" " + active.summary()));
        } finally {
            System.err.print(LINE_UP);
            System.err.flush();
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

    /** The estimate may be short of the truth; the bar then ends where the read is. */
    private static void show(ActiveRun run, ProgressBar bar) {
        long read = run.rowsRead();
        bar.maxHint(Math.max(read, run.plan().estimatedRows()));
        bar.stepTo(read);
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
