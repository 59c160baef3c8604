package dev.caravan.log;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The form of the lines on the console. */
public enum LogFormat {
    /** Text, for a terminal. */
    TEXT,
    /** One JSON object a line, for programs. */
    JSON;

    /** The setting that chooses it. */
    public static final String SETTING = "caravan.log.format";

    private static final String AUTO = "auto";

    private static volatile LogFormat current = TEXT;

    /** The form that is used now. */
    static LogFormat current() {
        return current;
    }

    /** Uses this form from now on. */
    public void use() {
        current = this;
    }

    /**
     * The form that a setting names.
     *
     * @param isPod whether the log is all that the process prints; then {@code auto} is JSON unless standard output is a terminal
     * @throws ExportException when it names none
     */
    public static LogFormat of(String setting, boolean isPod) {
        return switch (setting.strip().toLowerCase(Locale.ROOT)) {
            case "text" -> TEXT;
            case "json" -> JSON;
            case AUTO, "" -> isPod && !isTerminal() ? JSON : TEXT;
            default ->
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        SETTING + " is '" + setting + "', and it has to be text, json or auto.",
                        "Set " + SETTING + " to one of these; auto is text on a terminal and JSON elsewhere.");
        };
    }

    /** Whether standard output is a terminal, whatever standard input is. */
    @SuppressWarnings("SystemConsoleNull") // null is what Java 17 and 21 say
    private static boolean isTerminal() {
        try {
            Path output = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
            return output.startsWith("/dev/pts") || output.toString().matches("/dev/(tty.*|console)");
        } catch (IOException | RuntimeException e) {
            // Not Linux. A console means that neither input nor output are redirected; from Java 22 on it says so
            // itself.
            java.io.Console console = System.console();
            try {
                return console != null
                        && (boolean)
                                java.io.Console.class.getMethod("isTerminal").invoke(console);
            } catch (ReflectiveOperationException isOlder) {
                return console != null;
            }
        }
    }
}
