package dev.caravan.aws;

import dev.caravan.catalog.CatalogTable;
import dev.caravan.catalog.CrawlerDefinition;
import dev.caravan.catalog.CrawlerState;
import dev.caravan.catalog.Crawlers;
import dev.caravan.catalog.LastCrawl;
import dev.caravan.catalog.TableChanges;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerRunningException;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** The crawlers of AWS Glue. */
public final class GlueCrawlers implements Crawlers {
    private static final Logger LOG = LoggerFactory.getLogger(GlueCrawlers.class);

    /** Partitions follow their table, else Athena refuses those whose types were changed after them. */
    private static final String CONFIGURATION =
            "{\"Version\":1.0,\"CrawlerOutput\":{\"Partitions\":{\"AddOrUpdateBehavior\":\"InheritFromTable\"}}}";

    private final GlueClient glue;
    private final GlueCatalog catalog;

    public GlueCrawlers(GlueClient glue) {
        this.glue = glue;
        this.catalog = new GlueCatalog(glue);
    }

    @Override
    public void ensureDatabase(String name) {
        call("Glue database " + name, () -> {
            try {
                glue.getDatabase(request -> request.name(name));
            } catch (EntityNotFoundException missing) {
                createDatabase(name);
            }
            return name;
        });
    }

    private void createDatabase(String name) {
        try {
            glue.createDatabase(request -> request.databaseInput(database -> database.name(name)));
            LOG.info("Made Glue database {}", name);
        } catch (AlreadyExistsException e) {
            LOG.debug("Another client made Glue database {}", name);
        }
    }

    @Override
    public Optional<CrawlerState> find(String name) {
        return call("Looking at crawler " + name, () -> {
            try {
                return Optional.of(state(get(name)));
            } catch (EntityNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Makes the crawler with the policies that suit published tables: a changed table is changed in the catalog; one
     * whose files are gone is logged and kept, since a moment without files must never take a table from its readers;
     * all of the folder is looked at, since a run may replace any file of it.
     */
    @Override
    public void create(CrawlerDefinition definition) {
        if (definition.role().isEmpty()) {
            throw CrawlerDefinition.withoutRole(List.of(definition.name()));
        }
        call("Making crawler " + definition.name(), () -> {
            try {
                glue.createCrawler(request -> request.name(definition.name())
                        .description("Made by Caravan")
                        .databaseName(definition.database())
                        .role(definition.role().orElse(null))
                        .targets(targets -> targets.s3Targets(targets(definition)))
                        .tablePrefix(definition.tablePrefix())
                        .schemaChangePolicy(policy -> policy.updateBehavior(UpdateBehavior.UPDATE_IN_DATABASE)
                                .deleteBehavior("LOG"))
                        .recrawlPolicy(policy -> policy.recrawlBehavior(RecrawlBehavior.CRAWL_EVERYTHING))
                        .configuration(CONFIGURATION));
                LOG.info("Made crawler {}", definition.name());
            } catch (AlreadyExistsException e) {
                LOG.debug("Another client made crawler {}", definition.name());
            }
            return definition;
        });
    }

    @Override
    public boolean align(CrawlerDefinition definition) {
        return call("Changing crawler " + definition.name(), () -> {
            Crawler crawler = get(definition.name());
            if (isAligned(crawler, definition)) {
                return true;
            }
            CrawlerTargets targets = Optional.ofNullable(crawler.targets())
                    .map(CrawlerTargets::toBuilder)
                    .orElseGet(CrawlerTargets::builder)
                    .s3Targets(targets(definition))
                    .build();
            try {
                glue.updateCrawler(request -> request.name(definition.name())
                        .databaseName(definition.database())
                        .role(definition.role().orElse(null))
                        .targets(targets)
                        .tablePrefix(definition.tablePrefix()));
                LOG.info("Changed crawler {} to {}", definition.name(), definition);
                return true;
            } catch (CrawlerRunningException e) {
                return false;
            }
        });
    }

    @Override
    public boolean start(String name) {
        return call("Starting crawler " + name, () -> {
            try {
                glue.startCrawler(request -> request.name(name));
                return true;
            } catch (CrawlerRunningException e) {
                return false;
            }
        });
    }

    @Override
    public Optional<CatalogTable> table(String database, String name) {
        return catalog.table(database, name);
    }

    @Override
    public List<CatalogTable> tables(String database) {
        return catalog.tables(database);
    }

    /** Nice to know and no more, so that a role without the right to GetCrawlerMetrics crawls all the same. */
    @Override
    public Optional<TableChanges> changes(String name) {
        try {
            return glue.getCrawlerMetrics(request -> request.crawlerNameList(name)).crawlerMetricsList().stream()
                    .findFirst()
                    .filter(metrics -> metrics.tablesCreated() != null && metrics.tablesUpdated() != null)
                    .map(metrics -> new TableChanges(metrics.tablesCreated(), metrics.tablesUpdated()));
        } catch (SdkException e) {
            LOG.debug("Glue does not tell what crawler {} changed", name, e);
            return Optional.empty();
        }
    }

    private Crawler get(String name) {
        return glue.getCrawler(request -> request.name(name)).crawler();
    }

    private static CrawlerState state(Crawler crawler) {
        return new CrawlerState(
                software.amazon.awssdk.services.glue.model.CrawlerState.READY == crawler.state(),
                Optional.ofNullable(crawler.lastCrawl())
                        .filter(last -> last.status() != null)
                        .map(GlueCrawlers::lastCrawl));
    }

    private static LastCrawl lastCrawl(LastCrawlInfo last) {
        LastCrawl.Status status = last.status() == LastCrawlStatus.SUCCEEDED
                ? LastCrawl.Status.SUCCEEDED
                : last.status() == LastCrawlStatus.CANCELLED ? LastCrawl.Status.CANCELLED : LastCrawl.Status.FAILED;
        return new LastCrawl(
                Objects.requireNonNullElse(last.startTime(), Instant.EPOCH),
                Objects.requireNonNullElse(last.messagePrefix(), ""),
                status,
                Optional.ofNullable(last.errorMessage()),
                Optional.ofNullable(last.logGroup()).map(group -> group + "/" + last.logStream()));
    }

    private static boolean isAligned(Crawler crawler, CrawlerDefinition definition) {
        return definition.database().equalsIgnoreCase(crawler.databaseName())
                && definition
                        .role()
                        .map(role -> isSameRole(role, crawler.role()))
                        .orElse(true)
                && definition.tablePrefix().equals(Objects.requireNonNullElse(crawler.tablePrefix(), ""))
                && Optional.ofNullable(crawler.targets())
                        .map(targets -> hasTargets(targets.s3Targets(), definition))
                        .orElse(false);
    }

    /** Only paths and exclusions are ours to say; a connection or a sample size of a target is not. */
    private static boolean hasTargets(List<S3Target> known, CrawlerDefinition definition) {
        List<String> paths = known.stream()
                .map(target -> target.path().endsWith("/") ? target.path() : target.path() + "/")
                .toList();
        return paths.equals(definition.targets())
                && known.stream().allMatch(target -> definition.exclusions().equals(target.exclusions()));
    }

    /** Glue answers with the role's name and path where it was given an ARN. */
    private static boolean isSameRole(String wanted, @Nullable String known) {
        return known != null
                && (wanted.equals(known) || wanted.endsWith(":role/" + known) || known.endsWith(":role/" + wanted));
    }

    private static List<S3Target> targets(CrawlerDefinition definition) {
        return definition.targets().stream()
                .map(path -> S3Target.builder()
                        .path(path)
                        .exclusions(definition.exclusions())
                        .build())
                .toList();
    }

    private static <T> T call(String where, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailure.ofCatalog(e, where);
        }
    }
}
