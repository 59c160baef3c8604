package dev.caravan.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Map;

/** The table and the run that a line belongs to, in brackets; nothing for a line of neither. */
public final class RunText extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        Map<String, String> context = event.getMDCPropertyMap();
        String table = context.get(LogContext.TABLE);
        String run = context.get(LogContext.RUN);
        if (table == null && run == null) {
            return "";
        }
        return " [" + SafeText.of(table == null ? run : run == null ? table : table + " " + run) + "]";
    }
}
