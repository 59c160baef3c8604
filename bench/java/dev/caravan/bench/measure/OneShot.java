package dev.caravan.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Processes that do one run and end: all they cost from their start to their end is the run's. */
public final class OneShot {
    private static final int LOOK_MILLIS = 10;

    private OneShot() {}

    /**
     * Runs them side by side.
     *
     * @throws ProgramFailed when one of them ends with another exit code than 0
     */
    public static Cost run(List<Program> programs) {
        LinuxProcess self = LinuxProcess.current();
        // The kernel adds up what ended children have used, so nothing of their last moments is missed. It counts every
        // child, so nothing else may end meanwhile.
        double before = self.reapedSeconds();
        long begin = System.nanoTime();
        List<Process> processes = new ArrayList<>();
        try {
            programs.forEach(program -> processes.add(program.start()));
            List<CompletableFuture<String>> answers =
                    processes.stream().map(OneShot::answer).toList();
            long[] peaks = new long[processes.size()];
            for (int i = 0; i < peaks.length; i++) {
                while (!processes.get(i).waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    look(processes, peaks);
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            StringBuilder said = new StringBuilder();
            for (int i = 0; i < peaks.length; i++) {
                String answer = answers.get(i).join();
                if (processes.get(i).exitValue() != 0) {
                    throw programs.get(i)
                            .failed(
                                    "it ended with exit code "
                                            + processes.get(i).exitValue() + lastLine(answer),
                                    null);
                }
                said.append(answer);
            }
            return new Cost(seconds, self.reapedSeconds() - before, sum(peaks), said.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramFailed("interrupted", e);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** A process takes its peak with it when it ends, so it is looked at all the time; the kernel keeps the highest. */
    private static void look(List<Process> processes, long[] peaks) {
        for (int i = 0; i < peaks.length; i++) {
            peaks[i] = Math.max(peaks[i], new LinuxProcess(processes.get(i).pid()).peakBytes());
        }
    }

    private static long sum(long[] peaks) {
        long sum = 0;
        for (long peak : peaks) {
            sum += peak;
        }
        return sum;
    }

    private static String lastLine(String answer) {
        List<String> lines = answer.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "" : " and said: " + lines.get(lines.size() - 1);
    }

    private static CompletableFuture<String> answer(Process process) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        process.getOutputStream().close();
                        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "answer").start());
    }
}
