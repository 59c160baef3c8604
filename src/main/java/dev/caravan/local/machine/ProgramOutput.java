package dev.caravan.local.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a program said until it ended.
 *
 * @param status its exit status; 127, as a shell has it, when it could not be started
 * @param text its standard output and standard error
 */
public record ProgramOutput(int status, String text) {
    private static final int NOT_STARTED = 127;

    /** Runs a program to its end, without input. */
    public static ProgramOutput of(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ProgramOutput(process.waitFor(), text);
        } catch (IOException e) {
            return new ProgramOutput(NOT_STARTED, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProgramOutput(NOT_STARTED, "interrupted");
        }
    }

    /** The last lines that say something, on one line. */
    public String lastLines(int count) {
        List<String> lines =
                text.lines().filter(line -> !line.isBlank()).map(String::strip).toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
