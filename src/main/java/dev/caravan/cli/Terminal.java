package dev.caravan.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the output of a command goes to a terminal. */
final class Terminal {
    /** On Linux, a link to what standard error is. */
    private static final Path ERRORS = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Whether colours are wanted: on a terminal, unless the user says otherwise (no-color.org). */
    static boolean hasColours() {
        String noColour = System.getenv("NO_COLOR");
        return (noColour == null || noColour.isEmpty()) && isInteractive();
    }

    /** Whether input, output and errors are a terminal that knows how to move its cursor. */
    static boolean isInteractive() {
        return !"dumb".equals(System.getenv("TERM")) && hasErrors() && hasConsole();
    }

    /** Whether standard error is a terminal; where the system does not tell, it goes where standard output goes. */
    private static boolean hasErrors() {
        try {
            return ERRORS.toRealPath().startsWith("/dev");
        } catch (IOException e) {
            return !Files.isSymbolicLink(ERRORS);
        }
    }

    /** Whether input and output are a terminal; from Java 22 on a console alone does not say so. */
    @SuppressWarnings("SystemConsoleNull") // null is what Java 17 and 21 say
    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
