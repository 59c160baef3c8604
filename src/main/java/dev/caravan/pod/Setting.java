package dev.caravan.pod;

import dev.caravan.component.MemoryBudget;
import dev.caravan.option.Form;
import dev.caravan.option.OneOf;
import dev.caravan.option.Shaped;
import dev.caravan.option.WholeNumber;
import dev.caravan.pod.management.Credentials;
import dev.caravan.source.RowSecurity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The settings and what is legal for each. Their defaults, each with its reason, are in {@code application.properties}. */
enum Setting {
    NAME(
            "caravan.name",
            Shaped.of("[A-Za-z0-9][A-Za-z0-9_.-]*", "letters, digits, '_', '-' and '.'", "Choose such a name.")),
    LAKE_BUCKET(
            "caravan.lake.bucket",
            Shaped.of(
                    "arn:aws[a-z-]*:s3[a-z-]*:.+|[A-Za-z0-9][A-Za-z0-9._-]{1,254}",
                    "the name of a bucket",
                    "Write the name only, without s3:// and without a folder; caravan.lake.prefix is the folder.")),
    LAKE_PREFIX(
            "caravan.lake.prefix",
            Shaped.of(
                    "(?!s3[an]?:)(?!(.*/)?\\.{1,2}(/|$))(?!.*[^/]//+[^/])[^\\p{Cntrl}\\\\\"'{}]*",
                    "a folder of the bucket, such as raw/shop",
                    "Leave out s3:// and the bucket, '.' and '..', empty folders, quotes and braces.")),
    LAKE_ENDPOINT("caravan.lake.endpoint", endpoint()),
    LAKE_ENCRYPTION("caravan.lake.encryption", OneOf.of("bucket", "s3", "kms")),
    LAKE_KMS_KEY_ID("caravan.lake.kms-key-id", Shaped.of("\\S+", "the id or ARN of a key of KMS", "Leave out blanks.")),
    LAKE_MULTIPART_THRESHOLD("caravan.lake.multipart-threshold", new WholeNumber(1, 5L << 30, "bytes")),
    LAKE_PART_SIZE("caravan.lake.part-size", new WholeNumber(5L << 20, 5L << 30, "bytes")),
    LAKE_TIMEOUT("caravan.lake.timeout", Time.POSITIVE),
    LAKE_SLOWEST_RATE("caravan.lake.slowest-rate", new WholeNumber(1, Integer.MAX_VALUE, "bytes")),
    RETRY_MAXIMUM("caravan.retry.maximum", retries()),
    RETRY_DELAY("caravan.retry.delay", Time.ANY),
    RETRY_MAXIMUM_DELAY("caravan.retry.maximum-delay", Time.ANY),
    CHUNK_RETRY_MAXIMUM("caravan.chunk.retry.maximum", retries()),
    CHUNK_RETRY_DELAY("caravan.chunk.retry.delay", Time.ANY),
    UPLOAD_RETRY_MAXIMUM("caravan.upload.retry.maximum", retries()),
    UPLOAD_RETRY_DELAY("caravan.upload.retry.delay", Time.ANY),
    PUBLICATION_RECOVERY_INTERVAL("caravan.publication.recovery-interval", Time.POSITIVE),
    RETENTION_RUNS("caravan.retention.runs", new WholeNumber(1, Integer.MAX_VALUE, "runs")),
    RETENTION_DAYS("caravan.retention.days", new WholeNumber(1, 36_500, "days")),
    GLUE_DATABASE(
            "caravan.glue.database",
            Shaped.of(
                    "[^\\p{Cntrl}/\\s]{1,255}",
                    "the name of a database of Glue, without blanks",
                    "Write the name only.")),
    GLUE_ENDPOINT("caravan.glue.endpoint", endpoint()),
    GLUE_CRAWLER_ROLE(
            "caravan.glue.crawler-role",
            Shaped.of(
                    "arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+|(service-role/)?[\\w+=,.@-]{1,64}",
                    "the name or ARN of a role of IAM",
                    "Write it as NAME, or as arn:aws:iam::123456789012:role/NAME.")),
    GLUE_TIMEOUT("caravan.glue.timeout", Time.POSITIVE),
    STAGING_DIR(
            "caravan.staging.dir",
            Shaped.of("[^~\\x00].*", "a folder", "Write its whole path: only a shell replaces '~'.")),
    SOURCE_POOL_SIZE("caravan.source.pool-size", poolSize()),
    SOURCE_LOGIN_TIMEOUT("caravan.source.login-timeout", Time.POSITIVE),
    SOURCE_ANSWER_TIMEOUT("caravan.source.answer-timeout", Time.POSITIVE),
    SOURCE_READ_TIMEOUT("caravan.source.read-timeout", Time.POSITIVE),
    SOURCE_CONNECTION_TIMEOUT("caravan.source.connection-timeout", Time.POSITIVE),
    SOURCE_ROW_SECURITY("caravan.source.row-security", OneOf.constants(RowSecurity.class)),
    WAIT_WARN_AFTER("caravan.wait.warn-after", Time.POSITIVE),
    CREDENTIALS_TIMEOUT("caravan.credentials.timeout", Time.POSITIVE),
    CRAWL_TIMEOUT("caravan.crawl.timeout", Time.POSITIVE),
    CRAWL_WARN_AFTER("caravan.crawl.warn-after", Time.POSITIVE),
    CRAWLS_MAXIMUM("caravan.crawls.maximum", new WholeNumber(1, 9_999, "crawlers")),
    ROUTES_POLL_INTERVAL("caravan.routes.poll-interval", Time.POSITIVE),
    SCHEDULE_THREADS("caravan.schedule.threads", new WholeNumber(1, 9_999, "threads")),
    RUNS_MAXIMUM("caravan.runs.maximum", new WholeNumber(1, 9_999, "runs")),
    LOCK_TIMEOUT("caravan.lock.timeout", Time.POSITIVE),
    MEMORY_BUDGET("caravan.memory.budget", new MemoryBudget(Runtime.getRuntime().maxMemory())),
    SHUTDOWN_TIMEOUT("caravan.shutdown.timeout", new WholeNumber(1, 86_400, "seconds")),
    MANAGEMENT_HOST("caravan.management.host", new ListenAddress()),
    MANAGEMENT_PORT("caravan.management.port", new WholeNumber(0, 65_535, "")),
    MANAGEMENT_HOSTS("caravan.management.hosts", Shaped.any("host names, separated by commas")),
    MANAGEMENT_ORIGINS(
            "caravan.management.origins",
            Shaped.of(
                    "\\s*https?://[^/,\\s]+\\s*(,\\s*https?://[^/,\\s]+\\s*)*",
                    "origins, separated by commas",
                    "Write each as http://HOST:PORT, without a path.")),
    MANAGEMENT_OPERATIONS_USER(
            "caravan.management.operations.user",
            Shaped.of(
                    "[^:\\p{Cntrl}]+", "a name without ':', which HTTP does not allow in it", "Choose another name.")),
    MANAGEMENT_OPERATIONS_PASSWORD(
            "caravan.management.operations.password",
            Shaped.of(
                    ".{" + Credentials.MIN_PASSWORD + ",}",
                    "a password of at least " + Credentials.MIN_PASSWORD + " characters",
                    "Choose a longer one.")),
    SENTRY_DSN(
            "caravan.sentry.dsn",
            Shaped.of(
                    "https?://[^@/\\s]+@[^/\\s]+/\\S+",
                    "a DSN of Sentry",
                    "Write it as https://KEY@HOST/PROJECT, as the settings of the project in Sentry show it.")),
    SENTRY_ENVIRONMENT("caravan.sentry.environment", Shaped.any("a name")),
    LOG_FORMAT("caravan.log.format", OneOf.of("text", "json", "auto")),
    LOG_LEVEL("caravan.log.level", OneOf.of("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF")),
    LOG_OUTCOME("caravan.log.outcome", OneOf.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF")),
    LOG_SHUTDOWN("caravan.log.shutdown", OneOf.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF")),
    LOG_TARGET("caravan.log.target", OneOf.of("System.out", "System.err"));

    private static final String PORT = "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";

    private static final Set<Setting> SECRETS = EnumSet.of(MANAGEMENT_OPERATIONS_PASSWORD, SENTRY_DSN);

    private final String key;
    private final Form form;

    Setting(String key, Form form) {
        this.key = key;
        this.form = form;
    }

    String key() {
        return key;
    }

    Form form() {
        return form;
    }

    /** Whether messages must not show its value. */
    boolean isSecret() {
        return SECRETS.contains(this);
    }

    /** The setting of this key. */
    static Optional<Setting> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    /** The keys of all. */
    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    /** The environment variable of a setting. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static WholeNumber poolSize() {
        return new WholeNumber(2, 1_000, "connections");
    }

    private static WholeNumber retries() {
        return new WholeNumber(0, 1_000, "retries");
    }

    /** The URL of a service in place of one of AWS. */
    static Form endpoint() {
        return Shaped.of(
                "https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:" + PORT + ")?/?",
                "a URL that begins with http:// or https://, without a path, and with a port from 1 to 65535 or none",
                "Write it as http://HOST:PORT, or leave it out for AWS itself.");
    }
}
