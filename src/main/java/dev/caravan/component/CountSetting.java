package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import org.apache.camel.CamelContext;

/** A setting that counts something, so that less than one makes no sense. */
public final class CountSetting {
    private CountSetting() {}

    /**
     * Reads it.
     *
     * @param absent what it is when nobody set it
     * @throws ExportException BAD_CONFIGURATION when it is no number from 1 on
     */
    public static int of(CamelContext context, String key, int absent) {
        String setting =
                context.getPropertiesComponent().resolveProperty(key).orElse("").strip();
        if (setting.isEmpty()) {
            return absent;
        }
        if (!setting.matches("[1-9][0-9]{0,3}")) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    key + " is '" + setting + "'.",
                    "Set it to a whole number from 1 to 9999.");
        }
        return Integer.parseInt(setting);
    }
}
