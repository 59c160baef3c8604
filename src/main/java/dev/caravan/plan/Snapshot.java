package dev.caravan.plan;

import dev.caravan.error.ExportException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One REPEATABLE READ, READ ONLY transaction: everything that is planned and read in it is of one moment.
 *
 * <p>Holds a connection of the pool until it is closed. Not safe for use by several threads at once.
 */
public final class Snapshot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

    /**
     * What the server prints for types that travel as text must not depend on how server, user or database are set. lc_monetary is
     * left alone: it says how many digits of a money value stand behind the point, so another one would be another value.
     */
    private static final String FIXED_FORMS = "SET LOCAL DateStyle = 'ISO, MDY'; SET LOCAL IntervalStyle = 'iso_8601'; "
            + "SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; "
            + "SET LOCAL xmloption = 'content'; SET LOCAL quote_all_identifiers = off; "
            + "SET LOCAL statement_timeout = 0; "
            + "SET LOCAL idle_in_transaction_session_timeout = 0";

    /** The server guesses the look into its catalogs so dear that it would compile it, which takes a second for each table. */
    private static final String NO_COMPILING = "SET LOCAL jit = off";

    private final Connection connection;

    private Snapshot(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens the transaction.
     *
     * @param subject what will be read, for the sentence of a failure
     * @throws ExportException when the database cannot be reached or refuses
     */
    public static Snapshot open(DataSource source, String subject) {
        try {
            Connection connection = source.getConnection();
            Snapshot snapshot = new Snapshot(connection);
            try {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; " + FIXED_FORMS
                            + "; " + NO_COMPILING);
                }
                return snapshot;
            } catch (SQLException e) {
                snapshot.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SourceFailure.of(e, subject);
        }
    }

    /** The connection that reads in the snapshot. */
    public Connection connection() {
        return connection;
    }

    /** Ends the transaction and gives the connection back; a connection that is broken already is only logged. */
    @Override
    public void close() {
        try (Connection held = connection) {
            if (!held.isClosed()) {
                held.rollback();
            }
        } catch (SQLException e) {
            LOG.debug("The snapshot's connection was broken already", e);
        }
    }
}
