package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A table of the Glue catalog, by its names.
 *
 * @param catalogId the account whose catalog it is; null for the account of the credentials
 * @param database the database
 * @param table the table, in lower case
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CatalogEntry(@Nullable String catalogId, String database, String table) {
    /** For messages. */
    @JsonIgnore
    public String name() {
        return database + "." + table + (catalogId == null ? "" : " of catalog " + catalogId);
    }
}
