package dev.caravan.component.gluecrawler;

import dev.caravan.lake.Layout;
import java.util.Objects;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;

/** The options of {@code glue-crawler}. */
@UriParams
public class GlueCrawlerConfiguration implements Cloneable {
    @UriParam(
            description =
                    "The catalog database of the crawler's tables; required. Created when it is missing. caravan run sets"
                            + " it on the component, from caravan.glue.database.")
    private @Nullable String database;

    @UriParam(
            description =
                    "The table of the lake to crawl, by its name in the lake: its folder in the bucket is the target.")
    private @Nullable String tableId;

    @UriParam(
            description =
                    "The S3 folders to crawl, separated by commas: s3://bucket/prefix/table/. Needed without tableId. One"
                            + " folder a table, and one crawler a table, is what keeps a crawl short and tables apart.")
    private @Nullable String targets;

    @UriParam(
            description =
                    "The bucket of the lake, for tableId. caravan run sets it on the component, from caravan.lake.bucket.")
    private @Nullable String bucket;

    @UriParam(
            defaultValue = "",
            description =
                    "What every key of the lake begins with, for tableId. caravan run sets it on the component, from"
                            + " caravan.lake.prefix.")
    private String prefix = "";

    @UriParam(
            description = "The IAM role (name or ARN) that the crawler works with. Needed when the crawler is to be"
                    + " made; an existing crawler keeps its role when this is left out.")
    private @Nullable String role;

    @UriParam(
            description =
                    "Globs below the targets that the crawl skips, separated by commas. None by default: Glue itself skips names that begin with an underscore or a dot, as those of Caravan do.")
    private @Nullable String exclusions;

    @UriParam(
            defaultValue = "",
            description = "What the names of the crawler's tables begin with. Empty by default, so that a table is"
                    + " called as its folder is.")
    private String tablePrefix = "";

    @UriParam(
            defaultValue = "30m",
            javaType = "java.time.Duration",
            description = "The limit of the whole wait, with that for an earlier crawl. A crawl of one table takes one"
                    + " to three minutes; half an hour leaves room for a queue of crawls, and is well before the next"
                    + " run of an hourly table.")
    private long timeout = 1_800_000;

    @UriParam(
            defaultValue = "5m",
            javaType = "java.time.Duration",
            description = "Time after which a warning is logged. A crawl of one table takes one to three minutes.")
    private long warnAfter = 300_000;

    @UriParam(
            label = "advanced",
            defaultValue = "5s",
            javaType = "java.time.Duration",
            description = "The longest pause between two looks at the crawler. The first pauses are far shorter and"
                    + " double up to this one. Glue allows few requests a second to an account; with 5 s, dozens of"
                    + " tables can wait at the same moment.")
    private long pollInterval = 5_000;

    @UriParam(
            label = "advanced",
            description = "The client to reach Glue with. The only GlueClient of the registry by default, else one"
                    + " made from the default provider chains of the AWS SDK.")
    @Metadata(autowired = true)
    private @Nullable GlueClient glueClient;

    public @Nullable String getDatabase() {
        return database;
    }

    public void setDatabase(String database) {
        this.database = database;
    }

    public @Nullable String getTableId() {
        return tableId;
    }

    public void setTableId(@Nullable String tableId) {
        this.tableId = tableId;
    }

    public @Nullable String getBucket() {
        return bucket;
    }

    public void setBucket(@Nullable String bucket) {
        this.bucket = bucket;
    }

    public String getPrefix() {
        return prefix;
    }

    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    /** The folders to crawl: that of the table, or those that are named. */
    String folders() {
        if (tableId == null || tableId.isBlank()) {
            return Objects.requireNonNullElse(targets, "");
        }
        return "s3://" + Objects.requireNonNullElse(bucket, "") + "/" + new Layout(prefix, tableId).data();
    }

    public @Nullable String getTargets() {
        return targets;
    }

    public void setTargets(String targets) {
        this.targets = targets;
    }

    public @Nullable String getRole() {
        return role;
    }

    public void setRole(String role) {
        this.role = role;
    }

    public @Nullable String getExclusions() {
        return exclusions;
    }

    public void setExclusions(String exclusions) {
        this.exclusions = exclusions;
    }

    public String getTablePrefix() {
        return tablePrefix;
    }

    public void setTablePrefix(String tablePrefix) {
        this.tablePrefix = tablePrefix;
    }

    /** Milliseconds. */
    public long getTimeout() {
        return timeout;
    }

    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }

    /** Milliseconds. */
    public long getWarnAfter() {
        return warnAfter;
    }

    public void setWarnAfter(long warnAfter) {
        this.warnAfter = warnAfter;
    }

    /** Milliseconds. */
    public long getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(long pollInterval) {
        this.pollInterval = pollInterval;
    }

    public @Nullable GlueClient getGlueClient() {
        return glueClient;
    }

    public void setGlueClient(GlueClient glueClient) {
        this.glueClient = glueClient;
    }

    /** A copy for one endpoint. */
    public GlueCrawlerConfiguration copy() {
        try {
            return (GlueCrawlerConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
