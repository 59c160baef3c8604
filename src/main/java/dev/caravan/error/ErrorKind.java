package dev.caravan.error;

/** Who can fix a failure, and with it whether trying again makes sense. Retry follows the kind, never the message text. */
public enum ErrorKind {
    /** A setting, a permission or a value that the user has to fix; trying again cannot help. */
    USER,
    /** A fault of the moment (connection lost, throttled, busy); trying again may help. */
    TRANSIENT,
    /** A fault of Caravan itself; tried again like a transient one, and worth a bug report. */
    INTERNAL
}
