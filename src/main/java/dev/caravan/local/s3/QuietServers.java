package dev.caravan.local.s3;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Keeps the embedded servers' own log to warnings, unless a log configuration names them. */
final class QuietServers {
    private static final String[] LOGGERS = {"org.gaul", "org.eclipse.jetty", "org.duckdb", "com.google"};

    private QuietServers() {}

    static void hush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            for (String name : LOGGERS) {
                Logger logger = context.getLogger(name);
                if (logger.getLevel() == null) {
                    logger.setLevel(Level.WARN);
                }
            }
        }
    }
}
