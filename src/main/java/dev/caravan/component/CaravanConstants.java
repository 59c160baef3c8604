package dev.caravan.component;

import org.apache.camel.spi.Metadata;

/** The headers and exchange properties that the components of a run share. */
public final class CaravanConstants {
    @Metadata(
            label = "producer",
            applicableFor = "pg-table",
            description = "The relation to read, as SQL names it; goes before the endpoint's.",
            javaType = "String")
    public static final String TABLE = "CamelCaravanTable";

    @Metadata(
            label = "producer",
            applicableFor = "pg-table",
            description = "A SELECT to read instead of a table.",
            javaType = "String")
    public static final String QUERY = "CamelCaravanQuery";

    @Metadata(
            label = "producer",
            applicableFor = "pg-table",
            description = "The columns to take, separated by commas.",
            javaType = "String")
    public static final String COLUMNS = "CamelCaravanColumns";

    @Metadata(
            label = "producer",
            applicableFor = "pg-table",
            description = "The columns to leave out, separated by commas.",
            javaType = "String")
    public static final String EXCLUDE = "CamelCaravanExclude";

    @Metadata(
            label = "producer",
            applicableFor = "pg-table",
            description = "A condition in SQL that rows must meet.",
            javaType = "String")
    public static final String WHERE = "CamelCaravanWhere";

    @Metadata(
            label = "producer",
            applicableFor = "pg-table",
            description =
                    "How to handle values that the target type cannot hold: fail, null, clamp, text or reject, for the table, for columns (born=clamp), or both, separated by commas.",
            javaType = "String")
    public static final String ON_BAD_VALUE = "CamelCaravanOnBadValue";

    @Metadata(
            label = "producer",
            applicableFor = "pg-table",
            description = "Other target types for columns: column=target, separated by commas.",
            javaType = "String")
    public static final String TYPES = "CamelCaravanTypes";

    @Metadata(
            label = "producer",
            applicableFor = "pg-table",
            description = "Other names for columns in the lake: column=name, separated by commas.",
            javaType = "String")
    public static final String RENAME = "CamelCaravanRename";

    /** Exchange property: the {@link dev.caravan.plan.Agreement} that the table's columns are held against. */
    public static final String AGREEMENT = "CamelCaravanAgreement";

    /** Exchange property: the attempt whose files the table had when this run began; what it publishes must not be older. */
    public static final String BASE = "CamelCaravanBase";

    /** Exchange property: the {@link dev.caravan.lake.RunFolder} that the files of this attempt go to; where nobody reads by default. */
    public static final String FOLDER = "CamelCaravanFolder";

    /** Exchange property: the {@link dev.caravan.run.ActiveRun} that the steps of a run work on. */
    public static final String RUN = "CamelCaravanRun";

    /** Exchange property: the {@link GroupMember} that the run is, if its table is exported with others in one moment. */
    public static final String GROUP = "CamelCaravanGroup";

    /** Exchange property: the id of the run; set before the first attempt, so that every attempt of a fire has the same one. */
    public static final String RUN_ID = "CamelCaravanRunId";

    /**
     * Exchange property: the name of this attempt of the run, which no other attempt of any process has. It keeps uploads apart, and an
     * Aggregator correlates the rows of an attempt by it.
     */
    public static final String ATTEMPT = "CamelCaravanAttempt";

    /** Exchange property: the id of the route that the run began in; a step that fails there fails the run. */
    public static final String RUN_ROUTE = "CamelCaravanRunRoute";

    /** Exchange property: the {@link dev.caravan.run.ChunkRead} that an exchange's batches belong to; set by pg-copy. */
    public static final String CHUNK = "CamelCaravanChunk";

    /** Exchange property: whether the route of the run ends early, because another process has published the run; what follows it goes on. */
    public static final String RUN_IS_DONE = "CamelCaravanRunIsDone";

    /** Exchange property: the {@link dev.caravan.lake.Manifest} of the run that was published. */
    public static final String MANIFEST = "CamelCaravanManifest";

    /** Exchange property: the {@link dev.caravan.error.ExportException} with which a run failed permanently. */
    public static final String FAILURE = "CamelCaravanFailure";

    private CaravanConstants() {}
}
