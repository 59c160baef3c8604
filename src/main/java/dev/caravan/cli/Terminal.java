package dev.caravan.cli;

import java.io.Console;

/** Whether a person looks at what a command prints. */
final class Terminal {
    private Terminal() {}

    /** Whether input and output are a terminal; from Java 22 on a console alone does not say so. */
    @SuppressWarnings("SystemConsoleNull") // null is what Java 17 and 21 say
    static boolean isInteractive() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
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
