package dev.caravan.catalog;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table of the catalog.
 *
 * @param name its name
 * @param location where its files are; empty for a view
 */
public record CatalogTable(String name, String location) {
    /** What a crawler cuts longer names to. */
    private static final int LONGEST_NAME = 128;

    /** Gives the location its slash, so that equal locations are equal. */
    public CatalogTable {
        location = location.isEmpty() || location.endsWith("/") ? location : location + "/";
    }

    /**
     * The name that a Glue crawler gives the table of a folder, unless another table has it: lower case, with an underscore for every
     * character that is neither a letter nor a digit, and at most 128 characters.
     */
    public static String nameOf(String folder) {
        String name = folder.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "_");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    /** The table that a crawl of this folder makes. */
    static CatalogTable of(String tablePrefix, String target) {
        String folder = target.replaceAll("/+$", "");
        return new CatalogTable(nameOf(tablePrefix + folder.substring(folder.lastIndexOf('/') + 1)), target);
    }

    /**
     * That another table has this name.
     *
     * @param database the catalog database of both
     * @param other the table that has it
     * @param madeInstead the name that the crawler has given to this one, if it has
     */
    public ExportException taken(ErrorCode code, String database, CatalogTable other, Optional<String> madeInstead) {
        return new ExportException(
                code,
                "Table " + database + "." + name + " of the Glue catalog is "
                        + (other.location().isEmpty() ? "one without a location" : "the one at " + other.location())
                        + ", and not the one at " + location
                        + madeInstead
                                .map(made -> ", which the crawler has named " + made)
                                .orElse("") + ".",
                "Give one of the two another routeId, delete the table from the catalog if nothing uses it any more,"
                        + " or set another caravan.glue.database.");
    }

    /** Whether it is in this folder, or is this folder. */
    boolean isIn(String folder) {
        return location.startsWith(folder);
    }

    /** The first of these at the same location. */
    Optional<CatalogTable> sameLocation(List<CatalogTable> tables) {
        return tables.stream()
                .filter(table -> table.location().equals(location))
                .findFirst();
    }
}
