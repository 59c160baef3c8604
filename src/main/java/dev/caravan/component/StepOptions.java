package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.table.TableParameter;
import java.util.Map;

/** The options of components that are parameters of table files too: whoever sets them, the same values are legal. */
public final class StepOptions {
    private StepOptions() {}

    /**
     * Checks the options of an endpoint before they are set, since Camel's own messages name classes instead of legal values.
     *
     * @param uri of the endpoint
     * @throws ExportException BAD_CONFIGURATION for the first that is not legal
     */
    public static void check(String uri, Map<String, Object> options) {
        for (TableParameter declared : TableParameter.values()) {
            if (options.get(declared.key()) instanceof String text && !text.isBlank() && !text.startsWith("#")) {
                String value = text.strip();
                declared.check(value).ifPresent(misfit -> {
                    throw new ExportException(
                            ErrorCode.BAD_CONFIGURATION,
                            misfit.sentence(
                                    "option '" + declared.key() + "' of " + uri.replaceFirst("\\?.*", ""), value),
                            misfit.hint());
                });
            }
        }
    }
}
