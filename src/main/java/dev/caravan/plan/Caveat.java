package dev.caravan.plan;

import dev.caravan.error.Count;
import java.io.Serializable;

/**
 * Why what a run has read may be less than it seems, although nothing failed.
 *
 * @param kind what the reason is
 * @param relation the relation that it concerns, as SQL names it; empty for the whole server
 * @param detail for messages; a sentence with its full stop
 */
public record Caveat(Kind kind, String relation, String detail) implements Serializable {
    /** The reasons that the catalogs of the server show. */
    public enum Kind {
        /** An unlogged table is emptied by a crash of its server. */
        UNLOGGED(true),
        /** A temporary table is of one session. */
        TEMPORARY(true),
        /** Child tables that are temporary tables of other sessions are not read with their parent. */
        TEMPORARY_CHILDREN(true),
        /** A partition whose DETACH PARTITION CONCURRENTLY is not finished is not read any more. */
        BEING_DETACHED(true),
        /** A view whose rows depend on who asks. */
        DEPENDS_ON_ROLE(true),
        /** A function of the database turns row security on for what it reads, whatever the run says. */
        SETS_ROW_SECURITY(true),
        /** The table file names no schema, and more than one has a relation of this name. */
        FOUND_BY_SEARCH_PATH(true),
        /** An index of text that was built with another version of its collation may miss rows. */
        OUTDATED_INDEX(true),
        /** A foreign table leaves out what it cannot read. */
        SKIPS_ROWS(true),
        /** The subscription that feeds the table does not run. */
        SUBSCRIPTION_STOPPED(true),
        /** A materialized view whose owner, who refreshes it, is bound by policies. */
        FILLED_UNDER_POLICIES(true),
        /** A standby that does not follow its primary. */
        REPLAY_PAUSED(true),
        /** A standby that stays behind its primary on purpose. */
        REPLAY_DELAYED(true),
        /** The role may not ask for some of these reasons, or the server does not know them. */
        NOT_CHECKED(true),
        /** A standby is behind its primary by as much as it has not replayed; usual, so it is not logged. */
        STANDBY(false),
        /** What another server hides cannot be seen here; usual, so it is not logged. */
        FOREIGN(false);

        private final boolean logged;

        Kind(boolean logged) {
            this.logged = logged;
        }

        /** Whether each run logs it as a warning. */
        public boolean isLogged() {
            return logged;
        }
    }

    /**
     * A caveat in words.
     *
     * @param detail what the server says besides: a schema, a number, a moment
     */
    static Caveat of(Kind kind, String relation, String detail) {
        return new Caveat(kind, relation, sentence(kind, relation, detail));
    }

    private static String sentence(Caveat.Kind kind, String relation, String detail) {
        return switch (kind) {
            case UNLOGGED -> relation + " is unlogged: a crash of the server empties it.";
            case TEMPORARY -> relation + " is a temporary table of this session; write schema.table.";
            case TEMPORARY_CHILDREN ->
                relation + " has "
                        + Count.of(Long.parseLong(detail), "temporary child table")
                        + " of other sessions, whose rows are not read.";
            case BEING_DETACHED ->
                relation + " is being detached from " + detail
                        + ": its rows are not read; finish it with DETACH PARTITION … FINALIZE.";
            case DEPENDS_ON_ROLE ->
                relation
                        + " is a view whose rows depend on the role or the session that reads: another one may see more.";
            case FOUND_BY_SEARCH_PATH ->
                relation + " was found by search_path, and the schemas " + detail
                        + " have a relation of this name too: write schema.table.";
            case FILLED_UNDER_POLICIES ->
                relation + " is refreshed by its owner, from whom row security may hide rows: " + detail + ".";
            case SETS_ROW_SECURITY ->
                "The function " + relation
                        + " sets row_security itself: if it is called, policies may hide rows of what it reads.";
            case OUTDATED_INDEX ->
                "Rows are found by the index " + relation
                        + ", which was built with another version of its collation and may miss some: REINDEX it.";
            case SKIPS_ROWS ->
                relation + " is a foreign table with on_error = " + detail + ": what it cannot read is left out.";
            case SUBSCRIPTION_STOPPED ->
                relation + " is fed by the subscription " + detail
                        + ", which does not run: rows of the publisher may be missing.";
            case REPLAY_PAUSED ->
                "The server is a standby whose replay is paused; the last transaction that it has replayed is of "
                        + known(detail) + ": what was committed later is not read.";
            case REPLAY_DELAYED ->
                "The server is a standby that replays with a delay of " + detail
                        + ": what was committed later is not read.";
            case NOT_CHECKED ->
                "The server did not answer whether rows may be missing because of: " + detail
                        + ". GRANT to the role what is denied, or check these yourself (docs/completeness.md).";
            case STANDBY ->
                "The server is a standby; the last transaction that it has replayed is of " + known(detail) + ".";
            case FOREIGN ->
                relation + " is a foreign table of server " + detail + ": what that server hides cannot be seen here.";
        };
    }

    private static String known(String moment) {
        return moment.isEmpty() ? "an unknown time" : moment;
    }
}
