package dev.caravan.pod;

import dev.caravan.component.MemoryBudget;
import dev.caravan.option.Form;
import dev.caravan.option.OneOf;
import dev.caravan.option.Shaped;
import dev.caravan.option.WholeNumber;
import dev.caravan.pod.management.Credentials;
import dev.caravan.source.MaskKey;
import dev.caravan.source.RowSecurity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The settings: what is legal for each, and its meaning. Their defaults, each with its reason, are in {@code application.properties}. */
enum Setting {
    NAME(
            "caravan.name",
            Shaped.of("[A-Za-z0-9][A-Za-z0-9_.-]*", "letters, digits, '_', '-' and '.'", "Choose such a name."),
            "Name of the pod in JMX, metrics and the scheduler. Pods that share schedules have the same name."),
    LAKE_BUCKET(
            "caravan.lake.bucket",
            Shaped.of(
                    "arn:aws[a-z-]*:s3[a-z-]*:.+|[A-Za-z0-9][A-Za-z0-9._-]{1,254}",
                    "the name of a bucket",
                    "Write the name only, without s3:// and without a folder; caravan.lake.prefix is the folder."),
            "Bucket to which tables are written. Required by all commands that write."),
    LAKE_PREFIX(
            "caravan.lake.prefix",
            Shaped.of(
                    "(?!s3[an]?:)(?!(.*/)?\\.{1,2}(/|$))(?!.*[^/]//+[^/])[^\\p{Cntrl}\\\\\"'{}]*",
                    "a folder of the bucket, such as raw/shop",
                    "Leave out s3:// and the bucket, '.' and '..', empty folders, quotes and braces."),
            "Folder of the bucket in which the lake is. Empty: the whole bucket."),
    LAKE_ENDPOINT("caravan.lake.endpoint", endpoint(), "URL of an S3-compatible store. Empty: AWS."),
    LAKE_ENCRYPTION(
            "caravan.lake.encryption",
            OneOf.of("bucket", "s3", "kms"),
            "Server-side encryption of objects: bucket (the default encryption of the bucket), s3 (SSE-S3) or "
                    + "kms (SSE-KMS)."),
    LAKE_KMS_KEY_ID(
            "caravan.lake.kms-key-id",
            Shaped.of("\\S+", "the id or ARN of a key of KMS", "Leave out blanks."),
            "Key for caravan.lake.encryption = kms. Empty: the key that AWS manages."),
    LAKE_MULTIPART_THRESHOLD(
            "caravan.lake.multipart-threshold",
            new WholeNumber(1, 5L << 30, "bytes"),
            "Size in bytes from which a file is uploaded in parts, while it is still being written."),
    LAKE_PART_SIZE(
            "caravan.lake.part-size",
            new WholeNumber(5L << 20, 5L << 30, "bytes"),
            "Size in bytes of a part of a multipart upload."),
    LAKE_TIMEOUT("caravan.lake.timeout", Time.POSITIVE, "Limit of a request to S3 without progress."),
    LAKE_SLOWEST_RATE(
            "caravan.lake.slowest-rate",
            new WholeNumber(1, Integer.MAX_VALUE, "bytes"),
            "Lowest rate of an upload to S3, in bytes per second. A request waits longer by the time that the "
                    + "last bytes of its body need at this rate."),
    RETRY_MAXIMUM("caravan.retry.maximum", retries(), "Number of retries of a run after a transient error."),
    RETRY_DELAY(
            "caravan.retry.delay",
            Time.ANY,
            "Pause before the first retry of a run. Each further pause is twice as long. At most "
                    + "caravan.retry.maximum-delay."),
    RETRY_MAXIMUM_DELAY("caravan.retry.maximum-delay", Time.ANY, "Longest pause between two attempts of a run."),
    CHUNK_RETRY_MAXIMUM(
            "caravan.chunk.retry.maximum",
            retries(),
            "Number of retries of a chunk after a lost connection, within the same snapshot."),
    CHUNK_RETRY_DELAY(
            "caravan.chunk.retry.delay",
            Time.ANY,
            "Pause before the first retry of a chunk. Each further pause is twice as long."),
    UPLOAD_RETRY_MAXIMUM(
            "caravan.upload.retry.maximum",
            retries(),
            "Number of retries of the upload of a file or a part, after the attempts of the AWS SDK."),
    UPLOAD_RETRY_DELAY(
            "caravan.upload.retry.delay",
            Time.ANY,
            "Pause before the first retry of an upload. Each further pause is twice as long."),
    PUBLICATION_RECOVERY_INTERVAL(
            "caravan.publication.recovery-interval",
            Time.POSITIVE,
            "How often a pod looks for publications that another process left unfinished."),
    RETENTION_RUNS(
            "caravan.retention.runs",
            new WholeNumber(1, Integer.MAX_VALUE, "runs"),
            "Number of runs of a table whose manifests, rejected rows and dead letters the lake keeps. "
                    + "caravan.retention.days applies too."),
    RETENTION_DAYS(
            "caravan.retention.days",
            new WholeNumber(1, 36_500, "days"),
            "Number of days for which the lake keeps manifests, rejected rows and dead letters. "
                    + "caravan.retention.runs applies too."),
    CLEAN_INTERVAL(
            "caravan.clean.interval",
            Time.ANY,
            "How often a pod removes what runs that were killed have left, and history that is kept long enough. 0: never."),
    CLEAN_GRACE_PERIOD(
            "caravan.clean.grace-period",
            Time.ANY,
            "How old files have to be that nothing refers to before they are removed. Longer than the longest run takes."),
    GLUE_DATABASE(
            "caravan.glue.database",
            Shaped.of(
                    "[^\\p{Cntrl}/\\s]{1,255}",
                    "the name of a database of Glue, without blanks",
                    "Write the name only."),
            "Database of the Glue catalog to which tables are added."),
    GLUE_ENDPOINT("caravan.glue.endpoint", endpoint(), "URL of a service in place of AWS Glue. Empty: AWS."),
    GLUE_CRAWLER_ROLE(
            "caravan.glue.crawler-role",
            Shaped.of(
                    "arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+|(service-role/)?[\\w+=,.@-]{1,64}",
                    "the name or ARN of a role of IAM",
                    "Write it as NAME, or as arn:aws:iam::123456789012:role/NAME."),
            "IAM role of the crawlers that Caravan creates. Not needed when all crawlers exist."),
    GLUE_CATALOG_ID(
            "caravan.glue.catalog-id",
            Shaped.of("\\d{12}", "the number of an AWS account, 12 digits", "Write the digits only."),
            "Account whose Glue catalog it is, for tables with catalog: glue. Empty: the account of the credentials."),
    GLUE_TIMEOUT("caravan.glue.timeout", Time.POSITIVE, "Limit of a request to Glue without progress."),
    STAGING_DIR(
            "caravan.staging.dir",
            Shaped.of("[^~\\x00].*", "a folder", "Write its whole path: only a shell replaces '~'."),
            "Local folder in which files are written before they are uploaded. It needs space for two to three "
                    + "files (fileSize) for each reader."),
    MASK_KEY(
            MaskKey.SETTING,
            Shaped.of(
                    ".{" + MaskKey.MIN_LENGTH + ",}",
                    "a key of at least " + MaskKey.MIN_LENGTH + " characters",
                    "Choose a longer one."),
            "Key of the mask hash in table files. With another key every hash is another one."),
    SOURCE_POOL_SIZE("caravan.source.pool-size", poolSize(), "Maximum number of connections of a source."),
    SOURCE_LOGIN_TIMEOUT("caravan.source.login-timeout", Time.POSITIVE, "Limit of a login without progress."),
    SOURCE_ANSWER_TIMEOUT(
            "caravan.source.answer-timeout",
            Time.POSITIVE,
            "Limit of the wait for the first row of a chunk, and for each row of views, queries and tables "
                    + "with a condition."),
    SOURCE_READ_TIMEOUT(
            "caravan.source.read-timeout",
            Time.POSITIVE,
            "Limit of the wait for further rows of a table, and for the statements that plan a run."),
    SOURCE_CONNECTION_TIMEOUT(
            "caravan.source.connection-timeout",
            Time.POSITIVE,
            "How long an attempt of a run waits for a connection, new or from the pool."),
    SOURCE_ROW_SECURITY(
            "caravan.source.row-security",
            OneOf.constants(RowSecurity.class),
            "What happens to statements of your own routes if row security would hide rows: refuse (they fail) "
                    + "or allow (they read the visible rows). Table files have the parameter rowSecurity."),
    WAIT_WARN_AFTER(
            "caravan.wait.warn-after",
            Time.POSITIVE,
            "Time without progress after which a warning is logged; three quarters of the limit if that is "
                    + "shorter."),
    CREDENTIALS_TIMEOUT(
            "caravan.credentials.timeout",
            Time.POSITIVE,
            "Limit of the wait for AWS credentials (STS, a metadata service, a program)."),
    CRAWL_TIMEOUT(
            "caravan.crawl.timeout",
            Time.POSITIVE,
            "How long a run waits for its crawler, including an earlier crawl of the same crawler."),
    CRAWL_WARN_AFTER(
            "caravan.crawl.warn-after", Time.POSITIVE, "Time after which a warning about a running crawl is logged."),
    CRAWLS_MAXIMUM(
            "caravan.crawls.maximum",
            new WholeNumber(1, 9_999, "crawlers"),
            "Maximum number of crawlers that run at the same time."),
    ROUTES_POLL_INTERVAL(
            "caravan.routes.poll-interval",
            Time.POSITIVE,
            "How often the route folder is checked for changes. A change is loaded when two checks see the "
                    + "same contents."),
    SCHEDULE_THREADS(
            "caravan.schedule.threads",
            new WholeNumber(1, 9_999, "threads"),
            "Number of threads for schedules of your own routes. Table files do not use them."),
    RUNS_MAXIMUM(
            "caravan.runs.maximum",
            new WholeNumber(1, 9_999, "runs"),
            "Maximum number of runs at the same time. Further runs wait, and the one that has waited longest "
                    + "is next."),
    LOCK_TIMEOUT(
            "caravan.lock.timeout",
            Time.POSITIVE,
            "How long a run waits for a lock on its table, in all attempts together."),
    GROUP_TIMEOUT(
            "caravan.group.timeout",
            Time.POSITIVE,
            "How long the tables of a group wait for one of them that is neither running nor queued."),
    MEMORY_BUDGET(
            "caravan.memory.budget",
            new MemoryBudget(Runtime.getRuntime().maxMemory()),
            "Memory for the open row groups of all runs and readers together. Batches, row groups and files "
                    + "end earlier to stay within it."),
    SHUTDOWN_TIMEOUT(
            "caravan.shutdown.timeout",
            new WholeNumber(1, 86_400, "seconds"),
            "Time in seconds for which runs in progress continue after SIGTERM. The process ends at most 17 s "
                    + "later."),
    MANAGEMENT_HOST(
            "caravan.management.host",
            new ListenAddress(),
            "Address on which the management port listens (health, metrics, Jolokia)."),
    MANAGEMENT_PORT(
            "caravan.management.port",
            new WholeNumber(0, 65_535, ""),
            "Number of the management port. 0: any free port."),
    MANAGEMENT_HOSTS(
            "caravan.management.hosts",
            Shaped.any("host names, separated by commas"),
            "Further host names in the Host header that the management port accepts. *: all. IP addresses, "
                    + "names without a dot and names of Kubernetes services are always accepted."),
    MANAGEMENT_ORIGINS(
            "caravan.management.origins",
            Shaped.of(
                    "\\s*https?://[^/,\\s]+\\s*(,\\s*https?://[^/,\\s]+\\s*)*",
                    "origins, separated by commas",
                    "Write each as http://HOST:PORT, without a path."),
            "Origins of web pages that may send requests to the management port, for example that of a hawtio."),
    MANAGEMENT_OPERATIONS_USER(
            "caravan.management.operations.user",
            Shaped.of("[^:\\p{Cntrl}]+", "a name without ':', which HTTP does not allow in it", "Choose another name."),
            "User who may start and stop tables over Jolokia. Without user and password Jolokia is read-only."),
    MANAGEMENT_OPERATIONS_PASSWORD(
            "caravan.management.operations.password",
            Shaped.of(
                    ".{" + Credentials.MIN_PASSWORD + ",}",
                    "a password of at least " + Credentials.MIN_PASSWORD + " characters",
                    "Choose a longer one."),
            "Password of caravan.management.operations.user."),
    SENTRY_DSN(
            "caravan.sentry.dsn",
            Shaped.of(
                    "https?://[^@/\\s]+@[^/\\s]+/\\S+",
                    "a DSN of Sentry",
                    "Write it as https://KEY@HOST/PROJECT, as the settings of the project in Sentry show it."),
            "Sentry project to which failed runs are reported. Empty: nothing is sent."),
    SENTRY_ENVIRONMENT("caravan.sentry.environment", Shaped.any("a name"), "Environment that events in Sentry name."),
    LOG_FORMAT(
            "caravan.log.format",
            OneOf.of("text", "json", "auto"),
            "Format of log lines: text, json, or auto (json for a pod whose standard output is not a terminal, "
                    + "text otherwise)."),
    LOG_LEVEL(
            "caravan.log.level",
            OneOf.of("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"),
            "Lowest level of the log lines of Caravan. Commands other than run: WARN by default."),
    LOG_OUTCOME(
            "caravan.log.outcome",
            OneOf.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"),
            "Lowest level of the log lines that say how a run ended. Commands other than run: OFF by default."),
    LOG_SHUTDOWN(
            "caravan.log.shutdown",
            OneOf.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF"),
            "Lowest level of the log lines about the shutdown of routes. Commands other than run: ERROR by default."),
    LOG_TARGET(
            "caravan.log.target",
            OneOf.of("System.out", "System.err"),
            "Stream to which the log is written. caravan run: System.out by default.");

    private static final String PORT = "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";

    private static final Set<Setting> SECRETS = EnumSet.of(MASK_KEY, MANAGEMENT_OPERATIONS_PASSWORD, SENTRY_DSN);

    private final String key;
    private final Form form;
    private final String meaning;

    Setting(String key, Form form, String meaning) {
        this.key = key;
        this.form = form;
        this.meaning = meaning;
    }

    String key() {
        return key;
    }

    Form form() {
        return form;
    }

    /** For people, in one to three sentences. */
    String meaning() {
        return meaning;
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
