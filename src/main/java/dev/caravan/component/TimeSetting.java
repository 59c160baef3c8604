package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.util.TimeUtils;

/** A setting that is a time. */
public final class TimeSetting {
    private TimeSetting() {}

    /**
     * Reads it.
     *
     * @param absent what it is when nobody set it
     * @throws ExportException BAD_CONFIGURATION when it is no number with a unit
     */
    public static Duration of(CamelContext context, String key, Duration absent) {
        String setting =
                context.getPropertiesComponent().resolveProperty(key).orElse("").strip();
        try {
            return setting.isEmpty() ? absent : Duration.ofMillis(TimeUtils.toMilliSeconds(setting));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    key + " is '" + setting + "'.",
                    "Write it as a number with a unit, such as 30s, 10m or 1h.",
                    e);
        }
    }
}
