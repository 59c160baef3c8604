package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The operations over crawlers. Schedules and targets other than S3 are refused, since nothing here would honour them. */
final class CrawlerOperations implements AutoCloseable {
    private static final List<String> SETTINGS = List.of(
            "Role",
            "DatabaseName",
            "Description",
            "Targets",
            "Classifiers",
            "TablePrefix",
            "SchemaChangePolicy",
            "RecrawlPolicy",
            "LineageConfiguration",
            "LakeFormationConfiguration",
            "Configuration",
            "CrawlerSecurityConfiguration");
    private static final List<String> OTHER_TARGETS = List.of(
            "JdbcTargets",
            "MongoDBTargets",
            "DynamoDBTargets",
            "CatalogTargets",
            "DeltaTargets",
            "IcebergTargets",
            "HudiTargets");

    private final Catalog catalog;
    private final Bucket bucket;
    private final CrawlPace pace;
    private final NavigableMap<String, LocalCrawler> crawlers = new TreeMap<>();

    CrawlerOperations(Catalog catalog, Bucket bucket, CrawlPace pace) {
        this.catalog = catalog;
        this.bucket = bucket;
        this.pace = pace;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateCrawler", this::create,
                "GetCrawler", this::get,
                "GetCrawlers", this::list,
                "ListCrawlers", this::names,
                "GetCrawlerMetrics", this::metrics,
                "UpdateCrawler", this::update,
                "DeleteCrawler", this::delete,
                "StartCrawler", this::start,
                "StopCrawler", this::stop);
    }

    /** Ends the crawls in flight. */
    @Override
    public void close() {
        synchronized (catalog) {
            crawlers.values().forEach(LocalCrawler::interrupt);
        }
    }

    private ObjectNode create(Request request) {
        String name = request.required("Name");
        request.required("DatabaseName");
        if (crawlers.containsKey(name)) {
            throw GlueFault.alreadyExists("Crawler with name " + name + " already exists");
        }
        request.requiredObject("Targets");
        ObjectNode definition = Request.object().put("Name", name).put("Version", 0);
        definition
                .putObject("SchemaChangePolicy")
                .put("UpdateBehavior", "UPDATE_IN_DATABASE")
                .put("DeleteBehavior", "DEPRECATE_IN_DATABASE");
        definition.putObject("RecrawlPolicy").put("RecrawlBehavior", "CRAWL_EVERYTHING");
        definition.putObject("LineageConfiguration").put("CrawlerLineageSettings", "DISABLE");
        definition.putArray("Classifiers");
        settle(definition, request);
        LocalTable.stamp(definition, "CreationTime");
        crawlers.put(name, new LocalCrawler(catalog, bucket, pace, definition));
        return Request.object();
    }

    private ObjectNode update(Request request) {
        settle(crawler(request).definitionAtRest(), request);
        return Request.object();
    }

    /** Takes the settings that a request names into the definition, after all of them are found to be good. */
    private static void settle(ObjectNode definition, Request request) {
        request.refuse("Schedule");
        if (request.body().has("Targets")) {
            targets(request.requiredObject("Targets"));
        }
        for (String setting : SETTINGS) {
            JsonNode value = request.body().path(setting);
            if (setting.equals("Role") && value.isTextual()) {
                definition.set(setting, TextNode.valueOf(roleName(value.textValue())));
            } else if (!value.isMissingNode() && !value.isNull()) {
                definition.set(setting, value.deepCopy());
            }
        }
        definition.put("Version", definition.path("Version").asInt() + 1);
        LocalTable.stamp(definition, "LastUpdated");
    }

    private static void targets(Request targets) {
        for (String other : OTHER_TARGETS) {
            if (!targets.body().path(other).isEmpty()) {
                targets.refuse(other);
            }
        }
        if (targets.body().path("S3Targets").isEmpty()) {
            throw GlueFault.invalid("Crawler targets cannot be empty");
        }
        targets.body().path("S3Targets").forEach(CrawlTarget::of);
    }

    /** The real service answers with the role's name and path where it was given an ARN. */
    private static String roleName(String role) {
        return role.replaceFirst("^arn:[^:]*:iam::\\d*:role/", "");
    }

    private ObjectNode get(Request request) {
        return Request.object().set("Crawler", crawler(request).describe());
    }

    private ObjectNode list(Request request) {
        return request.page(
                "Crawlers",
                crawlers.values().stream().map(LocalCrawler::describe).toList());
    }

    private ObjectNode names(Request request) {
        return request.page(
                "CrawlerNames",
                crawlers.keySet().stream().map(TextNode::valueOf).toList());
    }

    private ObjectNode metrics(Request request) {
        ArrayNode asked = request.body().withArray("/CrawlerNameList");
        Stream<LocalCrawler> chosen = asked.isEmpty()
                ? crawlers.values().stream()
                : StreamSupport.stream(asked.spliterator(), false)
                        .map(JsonNode::asText)
                        .filter(crawlers::containsKey)
                        .map(crawlers::get);
        return request.page(
                "CrawlerMetricsList", chosen.map(LocalCrawler::metrics).toList());
    }

    private ObjectNode delete(Request request) {
        crawler(request).requireRest();
        crawlers.remove(request.required("Name"));
        return Request.object();
    }

    private ObjectNode start(Request request) {
        crawler(request).start();
        return Request.object();
    }

    private ObjectNode stop(Request request) {
        crawler(request).stop();
        return Request.object();
    }

    private LocalCrawler crawler(Request request) {
        String name = request.required("Name");
        LocalCrawler crawler = crawlers.get(name);
        if (crawler == null) {
            throw GlueFault.notFound("Crawler with name " + name + " does not exist");
        }
        return crawler;
    }
}
