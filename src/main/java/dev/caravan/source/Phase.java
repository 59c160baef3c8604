package dev.caravan.source;

import dev.caravan.limit.Limit;

/** What a connection is doing, which says how long its server may be silent. */
public enum Phase {
    /** A connection is being made. */
    LOGIN("the login"),
    /** Not known. */
    STATEMENT("the answer to a statement"),
    /** Look-ups in the catalogs of the server, which compute nothing. */
    PLANNING("the plan"),
    /** Others hold locks for as long as they like; the server ends the wait by its own settings. */
    LOCK("a lock"),
    /** The server may sort, join or aggregate everything before it has a row. */
    FIRST_ROW("the first row"),
    /** Rows of a table come. */
    ROWS("further rows"),
    /** Rows come of which a condition, a view or a query may leave out any number. */
    COMPUTED_ROWS("further rows"),
    /** The transaction ends. */
    CLOSING("the end of the transaction");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    Limit limit(SourceLimits limits) {
        return switch (this) {
            case LOGIN -> limits.login();
            case STATEMENT, LOCK, FIRST_ROW, COMPUTED_ROWS -> limits.answer();
            case PLANNING, ROWS -> limits.read();
            case CLOSING -> SourceLimits.CLOSING;
        };
    }
}
