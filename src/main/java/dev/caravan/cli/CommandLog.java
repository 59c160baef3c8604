package dev.caravan.cli;

import java.util.Locale;

/**
 * How much a process logs and where to. Has to be said before the first logger is made.
 *
 * <p>{@code -Dcaravan.log.level} and {@code CARAVAN_LOG_LEVEL} go before what is said here.
 */
final class CommandLog {
    private CommandLog() {}

    /** A command tells its outcome itself, so its log, on standard error, has only what a person should know besides. */
    static void ofCommand() {
        unlessSet("caravan.log.level", "WARN");
        unlessSet("caravan.log.outcome", "OFF");
        // The command says itself what was ended.
        unlessSet("caravan.log.shutdown", "ERROR");
    }

    /** A pod has nothing but its log to speak with, and containers expect it on standard output. */
    static void ofPod() {
        unlessSet("caravan.log.level", "INFO");
        unlessSet("caravan.log.target", "System.out");
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            String variable = System.getenv(property.toUpperCase(Locale.ROOT).replace('.', '_'));
            System.setProperty(property, variable == null || variable.isBlank() ? value : variable);
        }
    }
}
