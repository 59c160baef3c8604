package dev.caravan.catalog;

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
}
