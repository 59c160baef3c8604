package dev.caravan.local.demo;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of this process, as {@code -D} gives them: the one way that wins over files and the environment, so that a
 * shell that is set up for production does not lead the demo there. Closing it gives back what was there before.
 */
final class ProcessSettings implements AutoCloseable {
    private final Map<String, @Nullable String> before = new HashMap<>();

    ProcessSettings(Map<String, String> settings) {
        settings.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    }

    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
