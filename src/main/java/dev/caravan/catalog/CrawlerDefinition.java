package dev.caravan.catalog;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.List;
import java.util.Optional;

/**
 * What a crawler has to be for its crawl to serve us.
 *
 * @param name its name
 * @param database the catalog database of its tables
 * @param role the IAM role it works with (name or ARN), or empty to leave that to an existing crawler
 * @param targets S3 folders, {@code s3://bucket/prefix/table/}; each with its slash
 * @param exclusions globs below each target that the crawl skips
 * @param tablePrefix what the names of its tables begin with, may be empty
 */
public record CrawlerDefinition(
        String name,
        String database,
        Optional<String> role,
        List<String> targets,
        List<String> exclusions,
        String tablePrefix) {

    /** Copies the lists and gives every target its slash, so that equal definitions are equal. */
    public CrawlerDefinition {
        targets = targets.stream()
                .map(target -> target.endsWith("/") ? target : target + "/")
                .toList();
        exclusions = List.copyOf(exclusions);
    }

    /** What to tell when crawlers are missing, and no role is set with which they could be created. */
    public static ExportException withoutRole(List<String> crawlers) {
        return new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                (crawlers.size() == 1 ? "There is no crawler " : "There are no crawlers ") + String.join(", ", crawlers)
                        + ", and no role is set with which Caravan could create "
                        + (crawlers.size() == 1 ? "it." : "them."),
                "Set caravan.glue.crawler-role (CARAVAN_GLUE_CRAWLER_ROLE) to a role that Glue may assume, create what is"
                        + " missing, or set catalog: none in the table file.");
    }
}
