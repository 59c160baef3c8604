package dev.caravan.table;

import dev.caravan.batch.RowBatch;
import dev.caravan.contract.DriftPolicy;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.PublishMode;
import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.OneOf;
import dev.caravan.option.Shaped;
import dev.caravan.option.WholeNumber;
import dev.caravan.plan.Verification;
import dev.caravan.source.RowSecurity;
import dev.caravan.write.Compression;
import dev.caravan.write.WriteOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a table file: name, default, form, meaning and example of each.
 *
 * <p>The template, the components, validation and the documentation read this declaration, or are tested against it.
 */
public enum TableParameter {
    TABLE(
            "table",
            "",
            new RelationName(),
            "The relation to read, as SQL names it. Required unless query is given.",
            "public.orders"),
    QUERY(
            "query",
            "",
            Queries.SELECT,
            "A SELECT to read instead of a table.",
            "SELECT id, total FROM orders WHERE total > 0"),
    SCHEDULE(
            "schedule",
            "",
            new Schedule(),
            "A Quartz cron expression. Fires that come due while a run of the table is queued or running are skipped; no"
                    + " others are lost.",
            "0 0 0/12 * * ?"),
    TIME_ZONE(
            "timeZone",
            "UTC",
            new TimeZoneName(),
            "The time zone of the schedule, and of the partitions of timestamps. UTC, so that no run is skipped or doubled when clocks change.",
            "Europe/Berlin"),
    SOURCE(
            "source",
            "default",
            Shaped.of(
                    "[A-Za-z0-9][A-Za-z0-9_.-]*",
                    "the NAME of a caravan.source.NAME.url, or of a bean: letters, digits, '_', '-' and '.'",
                    "Write the name only."),
            "The source to read, as in caravan.source.<name>.url.",
            "shop"),
    COLUMNS(
            "columns",
            "",
            new ColumnList("columns"),
            "The columns to take, in this order, separated by commas. All by default.",
            "id, customer_id, total"),
    EXCLUDE(
            "exclude",
            "",
            new ColumnList("exclude"),
            "The columns to leave out, separated by commas.",
            "internal_note, password_hash"),
    MASK(
            "mask",
            "",
            new ColumnMasks(),
            "What stands in the lake in place of the values of columns (drop, null, hash, keep-last(n), truncate(unit), constant(x)), so that the values never leave the database. None by default.",
            "email=hash, iban=keep-last(4), born=truncate(month), note=drop"),
    WHERE("where", "", Queries.CONDITION, "A condition in SQL that rows must meet.", "deleted_at IS NULL"),
    TYPES(
            "types",
            "",
            new ColumnTypes(),
            "Other target types for columns than the type map has, as in id=uuid, rate=decimal(20,6).",
            "id=uuid, rate=decimal(20,6)"),
    RENAME(
            "rename",
            "",
            new ColumnNames(),
            "Other names for columns in the lake, as in \"x,y\"=x_y.",
            "\"x,y\"=x_y, \"a b\"=a_b"),
    ON_BAD_VALUE(
            "onBadValue",
            "fail",
            new ColumnPolicies(),
            "How to handle values that the target type cannot hold - fail, null, clamp, text or reject, also by column"
                    + " (born=clamp).",
            "null, born=clamp"),
    SCHEMA(
            "schema",
            "",
            Shaped.of(
                    "[^\\p{Cntrl}]+",
                    "an Avro schema: a file beside the table file, or file: or classpath: and a path",
                    "Write it in one line."),
            "The contract, an Avro schema beside the table file (or file:, classpath:). None by default.",
            "orders.avsc"),
    DRIFT(
            "drift",
            "",
            OneOf.constants(DriftPolicy.class),
            "What to do when the table differs from the contract or from the last run - fail, add or ignore.",
            "add"),
    VERIFY(
            "verify",
            "rows",
            OneOf.constants(Verification.class),
            "What is proven of a run before it is published - rows (the files in S3 hold as many rows as were read) or checksum"
                    + " (they also hold the values that PostgreSQL has).",
            "checksum"),
    GROUP(
            "group",
            "",
            Shaped.of(
                    "[A-Za-z0-9][A-Za-z0-9_.-]{0,99}",
                    "a name of at most 100 letters, digits, '_', '-' and '.', beginning with a letter or digit",
                    "Write the same name in all table files of the group."),
            "The group of the table. All tables of a group are read in one snapshot and published together, all or none. They have the same source, schedule and timeZone, and publish swap. None by default.",
            "ledger"),
    CATALOG(
            "catalog",
            "crawler",
            OneOf.constants(CatalogMode.class),
            "How the catalog is updated - crawler (a Glue crawler runs after each run), glue (Caravan writes the Glue table) or none.",
            "glue"),
    CRAWLER(
            "crawler",
            "caravan-{{tableId}}",
            Shaped.of(
                    "[A-Za-z0-9][A-Za-z0-9_.-]{0,254}",
                    "the name of a crawler: at most 255 letters, digits, '_', '-' and '.', beginning with a letter or digit",
                    "Write the name only, without an ARN."),
            "The crawler's name. One for each table, so that tables do not wait for each other.",
            "shop-orders"),
    PUBLISH(
            "publish",
            "replace",
            OneOf.constants(PublishMode.class),
            "How the files become the table - replace (copied into the table's folder; a query that is running may fail), swap (each run has a folder, and one update of the Glue table leads readers there; every query sees one run whole) or partition (the Glue partitions whose rows have changed are led to new folders). With catalog glue the default is swap, and with partitionBy it is partition.",
            "swap"),
    PARTITION_BY(
            "partitionBy",
            "",
            new PartitionList(),
            "How the rows are divided into folders, such as dt=2026-11-22/ - year, month, week, day or hour of a column, extract(month from column), or the column itself, each with a name for its folders. Times are those of timeZone. One folder by default.",
            "dt=day(created_at)"),
    KEEP_PARTITION_COLUMNS(
            "keepPartitionColumns",
            "false",
            OneOf.of("true", "false"),
            "Whether the files hold the columns that are partitions themselves, whose values the names of the folders tell already.",
            "true"),
    PROJECTION(
            "projection",
            "false",
            OneOf.of("true", "false"),
            "Whether the Glue table has partition projection, by which Athena and Trino work out the partitions from ranges of their values. The catalog lists none then, and a run is published by one update (swap).",
            "true"),
    ADOPT(
            "adopt",
            "false",
            OneOf.of("true", "false"),
            "Whether a Glue table that Caravan did not make for this table is taken over. Otherwise the run fails.",
            "true"),
    KEEP_RUNS(
            "keepRuns",
            "3",
            new WholeNumber(1, 1_000, "runs"),
            "How many of the last runs of publish swap stay, the current one included, for caravan rollback.",
            "7"),
    KEEP_FOR(
            "keepFor",
            "24h",
            Shaped.of(
                    "0|\\d{1,9}(ms|s|m|h|d)",
                    "a time such as 30m, 24h or 7d",
                    "Write a whole number with a unit: ms, s, m, h or d."),
            "For how long the files of a run of publish swap stay at least after it was replaced, for queries that are still running.",
            "48h"),
    COMPRESSION(
            "compression",
            "zstd",
            OneOf.constants(Compression.class),
            "The compression of the pages in Parquet files.",
            "snappy"),
    READERS(
            "readers",
            "0",
            new WholeNumber(0, 1_000, "connections"),
            "Maximum number of connections that read in parallel. 0 is one per core, fewer for small tables.",
            "4"),
    /** A file of a few rows serves no reader. 4 GiB: a publication copies files, and S3 copies at most 5 GB in one request. */
    FILE_SIZE(
            "fileSize",
            Long.toString(WriteOptions.DEFAULT_FILE_BYTES),
            new WholeNumber(10_000, 4L << 30, "bytes"),
            "Size in bytes at which a file ends and the next begins. At most 4 GiB: S3 copies no object of more than 5 GB at once.",
            "134217728"),
    SORT_BY(
            "sortBy",
            "",
            new ColumnList("sortBy"),
            "The columns by which each chunk is sorted, separated by commas. The order of the table by default.",
            "customer_id, created_at"),
    ROW_SECURITY(
            "rowSecurity",
            "refuse",
            OneOf.constants(RowSecurity.class),
            "What to do when row security would hide rows - refuse fails the run, allow reads the visible rows.",
            "allow"),
    BLOOM_FILTERS(
            "bloomFilters",
            "",
            new ColumnList("bloomFilters"),
            "Columns with Bloom filters, separated by commas, for readers that look up one value at a time.",
            "id, email"),
    ROW_GROUP_SIZE(
            "rowGroupSize",
            Long.toString(WriteOptions.DEFAULT_ROW_GROUP_BYTES),
            new WholeNumber(10_000, 4L << 30, "bytes"),
            "Size in bytes at which a row group ends.",
            "67108864"),
    BATCH_ROWS(
            "batchRows",
            Integer.toString(RowBatch.DEFAULT_ROWS),
            new WholeNumber(1, 1_000_000, "rows"),
            "Maximum number of rows of a batch.",
            "1000"),
    /** A larger row is a batch of its own. */
    BATCH_BYTES(
            "batchBytes",
            Integer.toString(RowBatch.DEFAULT_BYTES),
            new WholeNumber(1_000, 1 << 30, "bytes"),
            "Maximum number of bytes of a batch.",
            "4194304");

    /** The template whose parameters these are. */
    public static final String TEMPLATE = "table-to-lake";

    private final String key;
    private final String defaultValue;
    private final Form form;
    private final String meaning;
    private final String example;

    TableParameter(String key, String defaultValue, Form form, String meaning, String example) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.form = form;
        this.meaning = meaning;
        this.example = example;
    }

    /** The name in table files and of the options of components. */
    public String key() {
        return key;
    }

    /** What holds when a table file does not set it; empty if nothing does. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The type, with bounds and legal values. */
    public Form form() {
        return form;
    }

    /** For people, in one or two sentences. */
    public String meaning() {
        return meaning;
    }

    /** A value that a table file may have, for the documentation. */
    public String example() {
        return example;
    }

    /** The parameter of this name. */
    public static Optional<TableParameter> named(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    /** The names of all. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(TableParameter::key).toList();
    }

    /**
     * Checks a value.
     *
     * @param value as it is used, without outer blanks
     * @return why it is not legal, with what to do; empty if it is
     */
    public Optional<Misfit> check(String value) {
        if (value.isEmpty()) {
            return Optional.of(
                    new Misfit("it has to be " + form.legal(), "Give it a value, or leave it out" + instead() + "."));
        }
        return form.check(value).map(misfit -> new Misfit(misfit.rule(), misfit.hint() + whole()));
    }

    private String instead() {
        return defaultValue.isEmpty() ? "" : " for the default, " + shownDefault();
    }

    private String whole() {
        return defaultValue.isEmpty() ? "" : " The default is " + shownDefault() + ".";
    }

    private String shownDefault() {
        return defaultValue.replace("{{tableId}}", "<routeId>");
    }
}
