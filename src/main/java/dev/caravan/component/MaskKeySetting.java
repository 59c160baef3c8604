package dev.caravan.component;

import dev.caravan.plan.TableRequest;
import dev.caravan.source.MaskKey;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The setting {@code caravan.mask.key}: a secret, which no endpoint has as an option, since management shows those. */
public final class MaskKeySetting {
    private MaskKeySetting() {}

    /**
     * The key for these masks; null when it is not set, and when there are none.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when it is too short
     */
    public static @Nullable MaskKey of(CamelContext context, TableRequest request) {
        if (request.mask().isEmpty()) {
            return null;
        }
        String secret = context.getPropertiesComponent()
                .resolveProperty(MaskKey.SETTING)
                .orElse("")
                .strip();
        return secret.isEmpty() ? null : MaskKey.of(secret);
    }
}
