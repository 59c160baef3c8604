package dev.caravan.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Writes the lines of the console in the form that {@link LogFormat} says at that moment. */
public final class ConsoleEncoder extends EncoderBase<ILoggingEvent> {
    private final PatternLayout text = new PatternLayout();
    private final JsonLine json = new JsonLine();
    private String pattern = "";

    /** Logback's pattern of the lines in text form. */
    public void setPattern(String pattern) {
        this.pattern = pattern;
    }

    public String getPattern() {
        return pattern;
    }

    @Override
    public void start() {
        text.setContext(getContext());
        text.setPattern(pattern);
        text.start();
        json.start();
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        json.stop();
        text.stop();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return switch (LogFormat.current()) {
            case TEXT -> text.doLayout(event).getBytes(StandardCharsets.UTF_8);
            case JSON -> json.bytes(event);
        };
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
