package dev.caravan.plan;

import java.io.Serializable;

/**
 * Why what a run has read may be less than it seems, although nothing failed.
 *
 * @param kind what the reason is
 * @param relation the relation that it concerns, as SQL names it; empty for the whole server
 * @param detail for people; a sentence with its full stop
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
}
