package dev.caravan.local.demo;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import dev.caravan.log.ConsoleEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Turns the log of this process from the console to a file, until it is closed: the demo's story has the console. */
final class DemoLog implements AutoCloseable {
    private final Logger root;
    private final List<Appender<ILoggingEvent>> consoles = new ArrayList<>();
    private final FileAppender<ILoggingEvent> file = new FileAppender<>();

    DemoLog(Path path) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        String pattern = "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n";
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
            if (all.next() instanceof ConsoleAppender<ILoggingEvent> console) {
                consoles.add(console);
                if (console.getEncoder() instanceof ConsoleEncoder encoder) {
                    pattern = encoder.getPattern();
                }
            }
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        file.setContext(context);
        file.setFile(path.toString());
        file.setAppend(false);
        file.setEncoder(encoder);
        file.start();
        root.addAppender(file);
        consoles.forEach(root::detachAppender);
    }

    /** Where it is written. */
    Path path() {
        return Path.of(file.getFile());
    }

    @Override
    public void close() {
        consoles.forEach(root::addAppender);
        root.detachAppender(file);
        file.stop();
    }
}
