package dev.caravan.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The message on one line, with secrets hidden. */
public final class MessageText extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return SafeText.of(event.getFormattedMessage());
    }
}
