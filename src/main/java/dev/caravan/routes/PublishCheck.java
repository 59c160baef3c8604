package dev.caravan.routes;

import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.PublishMode;
import dev.caravan.option.Words;
import dev.caravan.table.TableParameter;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which parameters of a table go together: how it is published, where its readers come by, its partitions and its group. */
final class PublishCheck {
    private static final String GLUE = "Add '- { name: catalog, value: glue }', ";

    private final YamlReader yaml;
    private final RouteTemplates templates;
    private final Map<String, TableRoute.Parameter> given;
    private final Set<String> unusable;

    /**
     * A check of one table.
     *
     * @param given what its file sets
     * @param unusable the parameters whose values are not legal
     */
    PublishCheck(
            YamlReader yaml, RouteTemplates templates, Map<String, TableRoute.Parameter> given, Set<String> unusable) {
        this.yaml = yaml;
        this.templates = templates;
        this.given = given;
        this.unusable = unusable;
    }

    void run() {
        boolean isReadable = Stream.of(
                        TableParameter.PUBLISH,
                        TableParameter.CATALOG,
                        TableParameter.PARTITION_BY,
                        TableParameter.PROJECTION,
                        TableParameter.GROUP)
                .noneMatch(parameter -> unusable.contains(parameter.key()));
        if (!isReadable) {
            return;
        }
        PublishMode publish = publish();
        needsCatalog(publish);
        partitions(publish);
        group(publish);
    }

    private PublishMode publish() {
        String value = value(TableParameter.PUBLISH);
        return value.isEmpty()
                ? PublishMode.defaultOf(catalog(), isListed())
                : Words.read(PublishMode.class, TableParameter.PUBLISH.key(), value);
    }

    private CatalogMode catalog() {
        String value = value(TableParameter.CATALOG);
        return Words.read(
                CatalogMode.class,
                TableParameter.CATALOG.key(),
                value.isEmpty() ? TableParameter.CATALOG.defaultValue() : value);
    }

    private boolean isPartitioned() {
        return !value(TableParameter.PARTITION_BY).isEmpty();
    }

    private boolean isProjected() {
        return Boolean.parseBoolean(value(TableParameter.PROJECTION));
    }

    /** Whether the catalog is to list partitions. */
    private boolean isListed() {
        return isPartitioned() && !isProjected();
    }

    private String value(TableParameter parameter) {
        TableRoute.@Nullable Parameter set = given.get(parameter.key());
        return set == null ? "" : templates.resolve(set.value()).strip();
    }

    private void fault(TableParameter parameter, String what, String hint) {
        TableRoute.@Nullable Parameter set = given.get(parameter.key());
        if (set != null) {
            yaml.fault(set.line(), what, hint);
        }
    }

    /** Readers find a run of swap or partition by the catalog alone. */
    private void needsCatalog(PublishMode publish) {
        if (catalog() == CatalogMode.GLUE) {
            return;
        }
        if (publish != PublishMode.REPLACE) {
            fault(
                    TableParameter.PUBLISH,
                    "'publish' is " + Words.of(publish)
                            + ", which needs a Glue table that leads to the files of each run, and 'catalog' is "
                            + Words.of(catalog()) + ".",
                    GLUE + "or leave out publish.");
        }
        if (isProjected()) {
            fault(
                    TableParameter.PROJECTION,
                    "'projection' is a property of the Glue table, and 'catalog' is " + Words.of(catalog()) + ".",
                    GLUE + "or leave out projection.");
        }
    }

    private void partitions(PublishMode publish) {
        if (isProjected() && !isPartitioned()) {
            fault(
                    TableParameter.PROJECTION,
                    "'projection' is true, and the table has no partitions.",
                    "Add '- { name: partitionBy, value: dt=day(created_at) }', or leave out projection.");
        } else if (publish == PublishMode.PARTITION && !isListed()) {
            fault(
                    TableParameter.PUBLISH,
                    "'publish' is partition, and "
                            + (isProjected() ? "with projection the catalog lists none." : "the table has none."),
                    isProjected()
                            ? "Set publish to swap, or leave out projection."
                            : "Add '- { name: partitionBy, value: dt=day(created_at) }', or leave out publish.");
        } else if (publish == PublishMode.SWAP && isListed()) {
            fault(
                    TableParameter.PUBLISH,
                    "'publish' is swap, and each partition has a location of its own, which one update of the Glue table cannot"
                            + " change.",
                    "Leave out publish, which is partition then; or add '- { name: projection, value: true }', if only Athena and"
                            + " Trino read the table.");
        }
    }

    /** Of the ways to publish, swap alone shows all tables of a group within moments, and can lead all of them back. */
    private void group(PublishMode publish) {
        if (value(TableParameter.GROUP).isEmpty() || publish == PublishMode.SWAP) {
            return;
        }
        fault(
                TableParameter.GROUP,
                "'group' needs publish: swap, by which all tables of a group are shown within moments, and this table is"
                        + " published by " + Words.of(publish) + ".",
                publish == PublishMode.PARTITION
                        ? "Add '- { name: projection, value: true }', with which publish is swap, or leave out group."
                        : "Add '- { name: catalog, value: glue }', with which publish is swap unless it is set.");
    }
}
