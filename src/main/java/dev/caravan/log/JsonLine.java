package dev.caravan.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/**
 * One line of the log as a JSON object. Logback's own encoder writes a stack trace as an array of frames, and settings of its
 * own, in each line.
 */
final class JsonLine {
    /** The fields of every line; what an MDC or a logging call adds has another name. */
    private static final Set<String> FIELDS =
            Set.of("timestamp", "level", "logger", "thread", "message", "error", "stack_trace");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonFactory factory = new JsonFactory();
    private final FailureText failure = new FailureText();

    void start() {
        failure.start();
    }

    void stop() {
        failure.stop();
    }

    byte[] bytes(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = factory.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", TIME.format(event.getInstant()));
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("thread", event.getThreadName());
            for (Map.Entry<String, String> entry : new TreeMap<>(event.getMDCPropertyMap()).entrySet()) {
                if (!FIELDS.contains(entry.getKey())) {
                    json.writeStringField(entry.getKey(), SafeText.withoutSecrets(entry.getValue()));
                }
            }
            json.writeStringField("message", SafeText.withoutSecrets(String.valueOf(event.getFormattedMessage())));
            if (event.getKeyValuePairs() != null) {
                for (KeyValuePair pair : event.getKeyValuePairs()) {
                    write(json, pair, event.getMDCPropertyMap());
                }
            }
            write(json, event);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void write(JsonGenerator json, KeyValuePair pair, Map<String, String> context) throws IOException {
        if (FIELDS.contains(pair.key) || context.containsKey(pair.key)) {
            return;
        }
        Object value = pair.value;
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumberField(pair.key, ((Number) value).longValue());
        } else if (value instanceof Number number) {
            json.writeNumberField(pair.key, number.doubleValue());
        } else if (value != null) {
            json.writeStringField(pair.key, SafeText.withoutSecrets(value.toString()));
        }
    }

    /** A failure that the user can fix is one sentence; any other has its stack trace in one field. */
    private void write(JsonGenerator json, ILoggingEvent event) throws IOException {
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            return;
        }
        String text = failure.convert(event).strip();
        json.writeStringField(text.contains("\n") ? "stack_trace" : "error", text);
    }
}
