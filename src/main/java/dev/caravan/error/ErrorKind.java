package dev.caravan.error;

/** Who can fix a failure, and with it whether a retry makes sense. Retry follows the kind, never the message text. */
public enum ErrorKind {
    /** A setting, a permission or a value that the user has to fix; a retry cannot help. */
    USER,
    /** A fault of the moment (connection lost, throttled, busy); a retry may help. */
    TRANSIENT,
    /** A fault of Caravan itself; retried like a transient one, and worth a bug report. */
    INTERNAL
}
