package dev.caravan.component.pgtable;

import dev.caravan.plan.Verification;
import dev.caravan.source.RowSecurity;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code pg-table}. */
@UriParams
public class PgTableConfiguration implements Cloneable {
    @UriParam(
            defaultValue = "default",
            description =
                    "The source: the name of a DataSource in the registry. In a pod, the name of a source of the settings.")
    private String source = "default";

    @UriParam(description = "The relation to read, as SQL names it: schema.table, with quotes where SQL needs them.")
    private @Nullable String table;

    @UriParam(description = "A SELECT to read instead of a table.")
    private @Nullable String query;

    @UriParam(
            description =
                    "The columns to read, in this order, separated by commas. A name with a comma stands in double quotes. All columns by default.")
    private @Nullable String columns;

    @UriParam(description = "The columns to leave out, separated by commas. None by default.")
    private @Nullable String exclude;

    @UriParam(description = "A condition in SQL that rows must meet. All rows by default.")
    private @Nullable String where;

    @UriParam(
            defaultValue = "fail",
            description =
                    "How to handle values that the target type cannot hold: fail, null, clamp, text or reject, for the table, for columns (born=clamp), or both, separated by commas. The default is fail, so that no value is changed unless you say so.")
    private @Nullable String onBadValue;

    @UriParam(
            description =
                    "Other target types for columns: column=target, separated by commas. The command caravan types lists the targets. The type map by default.")
    private @Nullable String types;

    @UriParam(
            description =
                    "Other names for columns in the lake, for names that Hive and Athena cannot parse: column=name, separated by commas. The names of the table by default.")
    private @Nullable String rename;

    @UriParam(
            defaultValue = "0",
            description =
                    "Maximum number of connections that read in parallel. 0: one for each 128 MiB of the table, at most one per core. A number N: up to N, each with at least 8 MiB. 1: a single connection. Never more than the pool of the source can give.")
    private int readers;

    @UriParam(
            description =
                    "The columns by which the server sorts the rows of each chunk, separated by commas, so that readers can skip row groups. The order of the table by default, which costs nothing.")
    private @Nullable String sortBy;

    @UriParam(
            description =
                    "How the rows are divided into Hive folders: expressions separated by commas, each with a name of its folder if it is to have one, as in dt=day(created_at), country. The expressions are year, month, week, day and hour of a date or timestamp, extract(unit from column), and a column itself. One folder by default.")
    private @Nullable String partitionBy;

    @UriParam(
            defaultValue = "UTC",
            description =
                    "The time zone in which partitions of timestamps with time zone have their hour, day, week, month and year.")
    private @Nullable String timeZone;

    @UriParam(
            defaultValue = "false",
            description =
                    "Whether the files hold columns by which the table is partitioned itself, whose values the names of the folders tell already.")
    private boolean keepPartitionColumns;

    @UriParam(
            defaultValue = "false",
            description =
                    "Whether the Glue table has partition projection: readers (Athena, Trino) work out the partitions from ranges of their values, and the catalog lists none.")
    private boolean projection;

    @UriParam(
            defaultValue = "REFUSE",
            description =
                    "What to do when row security would hide rows from the role that reads: REFUSE fails the run, ALLOW reads the visible rows and names the policies in log and manifest. REFUSE by default, because an incomplete table looks like a complete one.")
    private RowSecurity rowSecurity = RowSecurity.REFUSE;

    @UriParam(
            defaultValue = "rows",
            description =
                    "What is proven of a run before it is published - rows (the files in S3 hold as many rows as were read) or checksum (they also hold the values that PostgreSQL has).")
    private Verification verify = Verification.ROWS;

    @UriParam(
            description =
                    "The group of the table: all tables of a group are read in one snapshot and published together, all or none. Each needs a step lake-publish with SWAP in the same route, and the same schedule. None by default.")
    private @Nullable String group;

    @UriParam(
            description =
                    "The columns with Bloom filters, as in the step parquet-file. If they are also named here, a name that does not exist is reported before anything is read.")
    private @Nullable String bloomFilters;

    @UriParam(
            description =
                    "What stands in the lake in place of the values of columns: column=mask, separated by commas, with the masks drop, null, hash, keep-last(n), truncate(unit) and constant(x). hash needs the property caravan.mask.key. The server computes it; no header changes it. None by default.")
    private @Nullable String mask;

    @UriParam(
            defaultValue = "false",
            description =
                    "Whether table, query, columns, exclude, where, onBadValue, types, rename, mask, sortBy, bloomFilters, partitionBy and timeZone are taken from the parameters of the template that the route was made from, unless a header or an option sets them. So SQL needs no escapes in the URI.")
    private boolean templateParameters;

    public @Nullable String getPartitionBy() {
        return partitionBy;
    }

    public void setPartitionBy(@Nullable String partitionBy) {
        this.partitionBy = partitionBy;
    }

    public @Nullable String getTimeZone() {
        return timeZone;
    }

    public void setTimeZone(@Nullable String timeZone) {
        this.timeZone = timeZone;
    }

    public boolean isKeepPartitionColumns() {
        return keepPartitionColumns;
    }

    public void setKeepPartitionColumns(boolean keepPartitionColumns) {
        this.keepPartitionColumns = keepPartitionColumns;
    }

    public boolean isProjection() {
        return projection;
    }

    public void setProjection(boolean projection) {
        this.projection = projection;
    }

    public boolean isTemplateParameters() {
        return templateParameters;
    }

    public void setTemplateParameters(boolean templateParameters) {
        this.templateParameters = templateParameters;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public @Nullable String getTable() {
        return table;
    }

    public void setTable(@Nullable String table) {
        this.table = table;
    }

    public @Nullable String getQuery() {
        return query;
    }

    public void setQuery(@Nullable String query) {
        this.query = query;
    }

    public @Nullable String getColumns() {
        return columns;
    }

    public void setColumns(@Nullable String columns) {
        this.columns = columns;
    }

    public @Nullable String getExclude() {
        return exclude;
    }

    public void setExclude(@Nullable String exclude) {
        this.exclude = exclude;
    }

    public @Nullable String getWhere() {
        return where;
    }

    public void setWhere(@Nullable String where) {
        this.where = where;
    }

    public @Nullable String getOnBadValue() {
        return onBadValue;
    }

    public void setOnBadValue(@Nullable String onBadValue) {
        this.onBadValue = onBadValue;
    }

    public @Nullable String getTypes() {
        return types;
    }

    public void setTypes(@Nullable String types) {
        this.types = types;
    }

    public @Nullable String getRename() {
        return rename;
    }

    public void setRename(@Nullable String rename) {
        this.rename = rename;
    }

    public int getReaders() {
        return readers;
    }

    public void setReaders(int readers) {
        this.readers = readers;
    }

    public Verification getVerify() {
        return verify;
    }

    public void setVerify(Verification verify) {
        this.verify = verify;
    }

    public RowSecurity getRowSecurity() {
        return rowSecurity;
    }

    public void setRowSecurity(RowSecurity rowSecurity) {
        this.rowSecurity = rowSecurity;
    }

    public @Nullable String getGroup() {
        return group;
    }

    public void setGroup(@Nullable String group) {
        this.group = group;
    }

    public @Nullable String getSortBy() {
        return sortBy;
    }

    public void setSortBy(@Nullable String sortBy) {
        this.sortBy = sortBy;
    }

    public @Nullable String getBloomFilters() {
        return bloomFilters;
    }

    public void setBloomFilters(@Nullable String bloomFilters) {
        this.bloomFilters = bloomFilters;
    }

    public @Nullable String getMask() {
        return mask;
    }

    public void setMask(@Nullable String mask) {
        this.mask = mask;
    }

    /** A copy for one endpoint. */
    public PgTableConfiguration copy() {
        try {
            return (PgTableConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
