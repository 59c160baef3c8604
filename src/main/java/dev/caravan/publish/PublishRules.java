package dev.caravan.publish;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.PublishMode;
import dev.caravan.option.Words;
import dev.caravan.partition.Partitioning;

/** Which tables can be published how, where readers come by the catalog. */
final class PublishRules {
    private PublishRules() {}

    /**
     * Makes sure that a table can be published by SWAP or PARTITION.
     *
     * @throws ExportException BAD_CONFIGURATION that says why not
     */
    static void require(PublishMode mode, String tableId, Partitioning partitioning, CatalogTarget target) {
        String name = "Table " + tableId + " is published by " + Words.of(mode);
        if (target.entry() == null) {
            throw refused(
                    name + ", and no table of the Glue catalog is named.",
                    "Set catalog: glue, and caravan.glue.database or the option database; or publish: replace.");
        }
        boolean isListed = !partitioning.isNone() && !partitioning.isProjected();
        if (mode == PublishMode.SWAP && isListed) {
            throw refused(
                    name
                            + ", and has partitions, each with a location of its own, which one update of the table cannot change.",
                    "Leave out publish, or set publish: partition; or set projection: true, if only Athena and Trino read the table.");
        }
        if (mode == PublishMode.PARTITION && !isListed) {
            throw refused(
                    name + ", and the catalog lists no partitions of it"
                            + (partitioning.isProjected() ? ", since projection is true." : "."),
                    partitioning.isProjected()
                            ? "Set publish: swap, or leave out projection."
                            : "Set partitionBy, or publish: swap.");
        }
    }

    private static ExportException refused(String what, String hint) {
        return new ExportException(ErrorCode.BAD_CONFIGURATION, what, hint);
    }
}
