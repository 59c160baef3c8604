package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * How much memory the row groups that are open at the same moment may take, all runs and readers together.
 *
 * @param heap the largest size of the heap
 */
public record MemoryBudget(long heap) implements Form {
    /** The setting that says how much: bytes, or a part of the largest heap. */
    static final String SETTING = "caravan.memory.budget";

    /** A quarter; the rest is for the batches on their way, for pages and dictionaries while they are compressed, and for Camel. */
    private static final String DEFAULT = "25%";

    private static final Pattern PART = Pattern.compile("[1-9][0-9]?%");
    private static final Pattern BYTES = Pattern.compile("[1-9][0-9]{5,17}");

    static long of(CamelContext context) {
        String setting = context.getPropertiesComponent()
                .resolveProperty(SETTING)
                .orElse("")
                .strip();
        return new MemoryBudget(Runtime.getRuntime().maxMemory()).bytes(setting.isEmpty() ? DEFAULT : setting);
    }

    long bytes(String setting) {
        check(setting).ifPresent(misfit -> {
            throw new ExportException(ErrorCode.BAD_CONFIGURATION, misfit.sentence(SETTING, setting), misfit.hint());
        });
        return PART.matcher(setting).matches()
                ? heap / 100 * Integer.parseInt(setting.substring(0, setting.length() - 1))
                : Long.parseLong(setting);
    }

    @Override
    public String legal() {
        return "a part of the heap from 1% to 99%, or a number of bytes from 100000 to less than the heap (" + heap
                + ")";
    }

    @Override
    public Optional<Misfit> check(String value) {
        return PART.matcher(value).matches() || (BYTES.matcher(value).matches() && Long.parseLong(value) < heap)
                ? Optional.empty()
                : Optional.of(new Misfit(
                        "it has to be " + legal(), "Set it to a part, such as 25%, or raise the heap with -Xmx."));
    }
}
