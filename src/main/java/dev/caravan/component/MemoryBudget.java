package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import org.apache.camel.CamelContext;

/** How much memory the row groups that are open at the same moment may take, all runs and readers together. */
final class MemoryBudget {
    /** The setting that says how much: bytes, or a part of the largest heap. */
    static final String SETTING = "caravan.memory.budget";

    /** A quarter; the rest is for the batches on their way, for pages and dictionaries while they are compressed, and for Camel. */
    private static final String DEFAULT = "25%";

    private MemoryBudget() {}

    static long of(CamelContext context) {
        String setting = context.getPropertiesComponent()
                .resolveProperty(SETTING)
                .orElse("")
                .strip();
        return bytes(setting.isEmpty() ? DEFAULT : setting, Runtime.getRuntime().maxMemory());
    }

    static long bytes(String setting, long heap) {
        if (setting.matches("[1-9][0-9]?%")) {
            return heap / 100 * Integer.parseInt(setting.substring(0, setting.length() - 1));
        }
        if (setting.matches("[1-9][0-9]{5,17}") && Long.parseLong(setting) < heap) {
            return Long.parseLong(setting);
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                SETTING + " is '" + setting + "', and the heap has " + heap + " bytes.",
                "Set it to a part of the heap, such as 25%, or to a number of bytes from 100000 on that is smaller than the heap.");
    }
}
