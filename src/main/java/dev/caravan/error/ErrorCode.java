package dev.caravan.error;

/** Every way in which an export fails; the code is what alerts and dead letters name. */
public enum ErrorCode {
    /** A command line, property or table file that cannot be used as it is written. */
    BAD_CONFIGURATION(ErrorKind.USER, Exit.CONFIGURATION),
    NO_SUCH_TABLE(ErrorKind.USER, Exit.CONFIGURATION),
    NO_SUCH_COLUMN(ErrorKind.USER, Exit.CONFIGURATION),
    NO_PERMISSION(ErrorKind.USER, Exit.CONFIGURATION),
    /** Row security would hide rows from the role that reads. */
    ROW_SECURITY(ErrorKind.USER, Exit.CONFIGURATION),
    /** A setting of the server has damaged data pass for no data. */
    DAMAGE_HIDDEN(ErrorKind.USER, Exit.CONFIGURATION),
    /** The database refused user or password. */
    LOGIN_REFUSED(ErrorKind.USER, Exit.CONFIGURATION),
    BAD_QUERY(ErrorKind.USER, Exit.CONFIGURATION),
    /** SQL that is read raised an error while it ran: a function, a view, a domain. */
    QUERY_FAILED(ErrorKind.USER, Exit.FAILED_RUN),
    /** The database cannot reach or use another one, from which a foreign table or dblink reads. */
    FOREIGN_SERVER_FAILED(ErrorKind.USER, Exit.FAILED_RUN),
    /** The server reports damaged data, a file that it cannot read, or a fault of its own. */
    SERVER_FAULT(ErrorKind.USER, Exit.FAILED_RUN),
    /** Records of another step hold a type that has no target. */
    UNSUPPORTED_TYPE(ErrorKind.USER, Exit.CONFIGURATION),
    NO_SUCH_BUCKET(ErrorKind.USER, Exit.CONFIGURATION),
    /** S3 or Glue refused the credentials or the right to act. */
    ACCESS_DENIED(ErrorKind.USER, Exit.CONFIGURATION),
    /** A value that the column's target type cannot hold. */
    BAD_VALUE(ErrorKind.USER, Exit.FAILED_RUN),
    /** The shape of the source changed against what was planned or agreed. */
    SCHEMA_DRIFT(ErrorKind.USER, Exit.FAILED_RUN),
    /** The crawler ran and reported a failure of its own. */
    CRAWL_FAILED(ErrorKind.USER, Exit.FAILED_RUN),
    /** The crawler did not come to rest within the limit; the run is published, and another attempt would wait as long once more. */
    CRAWL_TIMEOUT(ErrorKind.USER, Exit.FAILED_RUN),
    /** A table of a group did not come to be read with the others. */
    GROUP_INCOMPLETE(ErrorKind.USER, Exit.FAILED_RUN),
    SOURCE_UNREACHABLE(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** The server or its pooler has no connection, memory or disk space left. */
    SOURCE_BUSY(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** The table is not filled yet: the first copy of a subscription goes on. */
    SOURCE_NOT_READY(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** The read was interrupted: connection lost, statement cancelled, conflict with recovery. */
    READ_INTERRUPTED(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** Another session holds a lock of the table for longer than a run waits. */
    LOCK_TIMEOUT(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** Every connection of the source's pool is in use for longer than a run waits. */
    CONNECTION_TIMEOUT(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    LAKE_UNREACHABLE(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    CATALOG_UNREACHABLE(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** The process was asked to end before the run was published; nothing is wrong with the table. */
    STOPPED(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** Another run of the same table published meanwhile. */
    CONCURRENT_PUBLISH(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** The staging folder cannot be written or is full, or a file in it has changed. */
    STAGING_FAILED(ErrorKind.TRANSIENT, Exit.FAILED_RUN),
    /** The values in finished files are not those that were read, or a published file is not what was published. */
    VERIFICATION_FAILED(ErrorKind.INTERNAL, Exit.FAILED_RUN),
    /** Rows read and rows written differ, a file is not what was written, or code broke. */
    INTERNAL(ErrorKind.INTERNAL, Exit.FAILED_RUN);

    private final ErrorKind kind;
    private final Exit exit;

    ErrorCode(ErrorKind kind, Exit exit) {
        this.kind = kind;
        this.exit = exit;
    }

    /** Who can fix it. */
    public ErrorKind kind() {
        return kind;
    }

    /** How a command ends that met it. */
    public Exit exit() {
        return exit;
    }
}
