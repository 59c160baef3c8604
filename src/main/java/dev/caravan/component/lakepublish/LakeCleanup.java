package dev.caravan.component.lakepublish;

import dev.caravan.cleanup.CatalogReferences;
import dev.caravan.cleanup.Cleanup;
import dev.caravan.cleanup.Leftover;
import dev.caravan.component.CatalogClients;
import dev.caravan.component.LakeStores;
import dev.caravan.component.StagingFolder;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Retention;
import dev.caravan.run.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.util.TimeUtils;

/** The cleaning of the lake and the staging folder that the settings of a context name. */
public final class LakeCleanup {
    private final CamelContext context;
    private final Duration grace;

    private LakeCleanup(CamelContext context, Duration grace) {
        this.context = context;
        this.grace = grace;
    }

    /**
     * That of a context.
     *
     * @param graceMillis how old something has to be; as the settings say when it is empty
     */
    public static LakeCleanup of(CamelContext context, Optional<Long> graceMillis) {
        return new LakeCleanup(
                context,
                Duration.ofMillis(graceMillis.orElseGet(
                        () -> TimeUtils.toMilliSeconds(setting(context, "caravan.clean.grace-period")))));
    }

    /**
     * Cleans the lake.
     *
     * @param isTrial whether nothing is removed
     * @param told called for each thing, after it was removed
     * @return why the catalog did not tell what it refers to; then that was left
     */
    public Optional<ExportException> lake(boolean isTrial, Consumer<Leftover> told) {
        LakeStore store = LakeStores.of(context, setting(context, "caravan.lake.bucket"));
        String catalogId = setting(context, "caravan.glue.catalog-id");
        CatalogReferences references = new CatalogReferences(
                CatalogClients.tables(context, null),
                catalogId.isEmpty() ? null : catalogId,
                setting(context, "caravan.glue.database"),
                store.bucket());
        Cleanup cleanup = new Cleanup(
                store,
                setting(context, "caravan.lake.prefix"),
                new Retention(
                        Integer.parseInt(setting(context, "caravan.retention.runs")),
                        Integer.parseInt(setting(context, "caravan.retention.days"))),
                grace,
                references);
        if (isTrial) {
            cleanup.find(told);
        } else {
            cleanup.remove(told);
        }
        return references.failure();
    }

    /**
     * Removes local folders of processes that are gone.
     *
     * @param isTrial whether nothing is removed
     * @return the folders
     */
    public List<Path> staged(boolean isTrial) {
        Path root = Path.of(setting(context, StagingFolder.SETTING));
        try {
            List<Path> abandoned = Staging.abandoned(root);
            if (!isTrial) {
                abandoned.forEach(Staging::remove);
            }
            return abandoned;
        } catch (IOException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The staging folder " + root + " cannot be read: " + e.getMessage() + ".",
                    "Let the user of this process read it, or set " + StagingFolder.SETTING + ".",
                    e);
        }
    }

    private static String setting(CamelContext context, String key) {
        return context.getPropertiesComponent()
                .resolveProperty(key)
                .map(String::strip)
                .orElse("");
    }
}
