package dev.caravan.catalog;

import java.util.List;
import java.util.Optional;

/** The crawlers of a catalog service. Every call may throw an {@link dev.caravan.error.ExportException}. */
public interface Crawlers {

    /** Makes the database unless it is there. */
    void ensureDatabase(String name);

    /** Where the crawler stands, or empty when there is none of the name. */
    Optional<CrawlerState> find(String name);

    /** Makes the crawler. */
    void create(CrawlerDefinition definition);

    /**
     * Brings the crawler in line with the definition, if it differs.
     *
     * @return false when it could not be changed since it is running
     */
    boolean align(CrawlerDefinition definition);

    /**
     * Starts the crawler.
     *
     * @return false when it is running already
     */
    boolean start(String name);

    /** The table of this name; empty when there is none, or the service does not tell. */
    Optional<CatalogTable> table(String database, String name);

    /** Every table of the database; empty when the service does not tell. */
    List<CatalogTable> tables(String database);

    /** What the last crawl changed, or empty when the service does not tell. */
    Optional<TableChanges> changes(String name);
}
