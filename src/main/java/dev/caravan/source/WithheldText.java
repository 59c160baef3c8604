package dev.caravan.source;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Errors of a read of masked columns, without what may quote a value.
 *
 * <p>SQL of the user's own (conditions, queries, views, functions) works with the values before they are masked, and PostgreSQL quotes a
 * value that cannot be cast, as functions quote what they please.
 */
public final class WithheldText {
    private static final String WITHHELD =
            "the text of the error is withheld, since columns are masked and it may quote a value; the log of the server has it";

    /** What the server says of itself: conflicts, resources, states of objects, intervention, its own system. */
    private static final Set<String> OF_SERVER = Set.of("40", "53", "55", "57", "58");

    private WithheldText() {}

    /** The same fault of a read, with its SQLSTATE; what the driver says of the connection stays as it is. */
    public static SQLException of(SQLException fault) {
        ServerErrorMessage said = said(fault);
        return said == null ? fault : withheld(said);
    }

    /** The same fault of a plan, which reads no rows itself: only what a function reports may quote one. */
    public static SQLException ofPlan(SQLException fault) {
        ServerErrorMessage said = said(fault);
        return said == null || said.getWhere() == null ? fault : withheld(said);
    }

    private static @Nullable ServerErrorMessage said(SQLException fault) {
        ServerErrorMessage said = null;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            said = cause instanceof PSQLException reported && reported.getServerErrorMessage() != null
                    ? reported.getServerErrorMessage()
                    : said;
        }
        return said;
    }

    private static SQLException withheld(ServerErrorMessage said) {
        String state = Objects.requireNonNullElse(said.getSQLState(), "");
        // What a function reports, in whichever language, may have any SQLSTATE.
        boolean isOfServer = state.length() > 1 && OF_SERVER.contains(state.substring(0, 2)) && said.getWhere() == null;
        return new PSQLException(new ServerErrorMessage(field('S', said.getSeverity())
                + field('C', state)
                + field('M', isOfServer ? said.getMessage() : WITHHELD)
                + field('R', said.getRoutine())));
    }

    /** As the protocol has it: a letter, the text, a zero byte. */
    private static String field(char kind, @Nullable String text) {
        return text == null || text.isEmpty() ? "" : kind + text + '\0';
    }
}
