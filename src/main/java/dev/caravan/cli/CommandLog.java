package dev.caravan.cli;

import dev.caravan.error.ExportException;
import dev.caravan.log.LogFormat;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * How much a process logs and where to. Has to be said before the first logger is made.
 *
 * <p>{@code -Dcaravan.log.level} and {@code CARAVAN_LOG_LEVEL} go before what is said here.
 */
final class CommandLog {
    private CommandLog() {}

    /** A command prints its outcome itself, so its log, on standard error, has only what the user should know besides. */
    static void ofCommand() {
        unlessSet("caravan.log.level", "WARN");
        unlessSet("caravan.log.outcome", "OFF");
        // The command says itself what was ended.
        unlessSet("caravan.log.shutdown", "ERROR");
        begin(false);
    }

    /** A pod has nothing but its log to speak with, and containers expect it on standard output. */
    static void ofPod() {
        unlessSet("caravan.log.level", "INFO");
        unlessSet("caravan.log.target", "System.out");
        begin(true);
    }

    /** Until the settings are read; what they say holds from then on. */
    private static void begin(boolean isPod) {
        unlessSet(LogFormat.SETTING, "");
        try {
            LogFormat.of(System.getProperty(LogFormat.SETTING, ""), isPod).use();
        } catch (ExportException e) {
            // The settings are refused for it, in a moment.
            LogFormat.TEXT.use();
        }
    }

    /** What PostgreSQL's driver and the JDK log to java.util.logging goes the same way as all else. */
    static void bridge() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            String variable = System.getenv(property.toUpperCase(Locale.ROOT).replace('.', '_'));
            String chosen = variable == null || variable.isBlank() ? value : variable;
            if (!chosen.isEmpty()) {
                System.setProperty(property, chosen);
            }
        }
    }
}
