package dev.caravan.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * What a command printed and how it ended, run within this JVM.
 *
 * @param out without the lines of the log
 */
record CommandOutput(int exit, String out, String err) {
    static CommandOutput of(String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream failed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Caravan.commandLine();
            line.setErr(new PrintWriter(failed, true, StandardCharsets.UTF_8));
            int exit = line.execute(arguments);
            return new CommandOutput(
                    exit, printed.toString(StandardCharsets.UTF_8), failed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
        }
    }
}
