package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;

/**
 * One S3 target of a crawler.
 *
 * @param bucket the bucket
 * @param prefix the folder in it with its slash, or empty for the whole bucket
 * @param exclusions globs over what follows the prefix
 */
record CrawlTarget(String bucket, String prefix, List<PathMatcher> exclusions) {
    private static final Pattern PATH = Pattern.compile("s3://([^/]+)/?(.*)");

    /**
     * Reads a target as the API gives it.
     *
     * @throws GlueFault when the path or an exclusion cannot be read
     */
    static CrawlTarget of(JsonNode target) {
        String path = target.path("Path").asText();
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            throw GlueFault.invalid("S3 target path " + path + " is not s3://bucket/prefix/");
        }
        String prefix = parts.group(2);
        return new CrawlTarget(
                parts.group(1),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                StreamSupport.stream(target.path("Exclusions").spliterator(), false)
                        .map(JsonNode::asText)
                        .map(CrawlTarget::glob)
                        .toList());
    }

    /** What follows the prefix in a key. */
    String relative(String key) {
        return key.substring(prefix.length());
    }

    /** Whether a crawl looks at an object: not a folder's marker, not hidden by a leading {@code _} or {@code .}. */
    boolean takes(String key, long size) {
        String relative = relative(key);
        if (relative.isEmpty() || relative.endsWith("/") || size == 0) {
            return false;
        }
        Path path = Path.of(relative);
        for (Path part : path) {
            if (part.toString().startsWith("_") || part.toString().startsWith(".")) {
                return false;
            }
        }
        return exclusions.stream().noneMatch(exclusion -> exclusion.matches(path));
    }

    private static PathMatcher glob(String exclusion) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + exclusion);
        } catch (PatternSyntaxException e) {
            throw GlueFault.invalid("Exclusion " + exclusion + " is not a glob: " + e.getDescription());
        }
    }
}
