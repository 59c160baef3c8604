package dev.caravan.component.gluecrawler;

import dev.caravan.catalog.CrawlTurns;
import dev.caravan.catalog.CrawlerDefinition;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.OptionList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * Run a crawler of AWS Glue over files that were published to S3, and wait for its outcome.
 *
 * <p>A crawler that is missing is created. An existing one is changed only in its database, role, targets and table prefix, and only when
 * they differ: its classifiers, policies and schedule stay. If the crawler is running, the step waits for it and then starts it again,
 * so that it sees everything that was published.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "glue-crawler",
        title = "AWS Glue Crawler",
        syntax = "glue-crawler:crawlerName",
        producerOnly = true,
        remote = true,
        category = {Category.CLOUD, Category.BIGDATA},
        headersClass = GlueCrawlerConstants.class)
public class GlueCrawlerEndpoint extends DefaultEndpoint {
    @UriPath(description = "The name of the crawler. Made when it is missing.")
    @Metadata(required = true)
    private final String crawlerName;

    @UriParam
    private final GlueCrawlerConfiguration configuration;

    /** An endpoint of one crawler. */
    public GlueCrawlerEndpoint(
            String uri, GlueCrawlerComponent component, String crawlerName, GlueCrawlerConfiguration configuration) {
        super(uri, component);
        this.crawlerName = crawlerName;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new GlueCrawlerProducer(this, definition());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("glue-crawler begins no route: put it after the step that publishes");
    }

    /**
     * What the options make of the crawler.
     *
     * @throws ExportException BAD_CONFIGURATION when one of them is missing or wrong
     */
    CrawlerDefinition definition() {
        List<String> targets = list("targets", configuration.folders());
        for (String target : targets) {
            if (!target.matches("s3://[^/]+(/.*)?")) {
                throw bad("targets has " + target + ", which is not a folder in S3", "s3://bucket/prefix/table/");
            }
        }
        if (targets.isEmpty()) {
            throw bad(
                    "targets is empty, and so is tableId",
                    "s3://bucket/prefix/table/, or tableId to a table of the lake");
        }
        String database = Optional.ofNullable(configuration.getDatabase())
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> bad("database is empty", "the catalog database, e.g. {{caravan.glue.database}}"));
        return new CrawlerDefinition(
                crawlerName,
                database,
                Optional.ofNullable(configuration.getRole()).filter(role -> !role.isBlank()),
                targets,
                list("exclusions", configuration.getExclusions()),
                configuration.getTablePrefix());
    }

    CrawlTurns turns() {
        GlueClient given = configuration.getGlueClient();
        GlueCrawlerComponent component = (GlueCrawlerComponent) getComponent();
        return component.turns(given == null ? component.defaultClient() : given);
    }

    public String getCrawlerName() {
        return crawlerName;
    }

    public GlueCrawlerConfiguration getConfiguration() {
        return configuration;
    }

    private ExportException bad(String what, String legal) {
        return new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "Endpoint glue-crawler:" + crawlerName + ": option " + what + ".",
                "Set it to " + legal + ".");
    }

    private static List<String> list(String option, @Nullable String text) {
        return OptionList.names(option, Objects.requireNonNullElse(text, ""));
    }
}
