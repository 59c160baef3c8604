package dev.caravan.pod;

import dev.caravan.source.LoginFailed;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.LoggerFactory;

/**
 * Connections whose session has {@code row_security} off, so that PostgreSQL reports an error where a policy would hide rows.
 *
 * <p>Only where the session is the connection's own. A pooler in transaction mode lends its server connections to one client after
 * the other: the setting would apply to the statements of others, and our own might run without it. Behind a pooler the server process
 * is another one than the login named.
 */
final class RowSecuritySource implements DataSource {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RowSecuritySource.class);

    private final String name;
    private final DataSource source;
    private final AtomicBoolean told = new AtomicBoolean();

    RowSecuritySource(String name, DataSource source) {
        this.name = name;
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return set(source.getConnection());
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return set(source.getConnection(user, password));
    }

    /** While autocommit is on: a setting is undone with the transaction that made it. */
    private Connection set(Connection connection) throws SQLException {
        int process = connection.unwrap(PGConnection.class).getBackendPID();
        String query = "SELECT CASE WHEN pg_catalog.pg_backend_pid() = " + process
                + " THEN pg_catalog.set_config('row_security', 'off', false)"
                + " ELSE pg_catalog.current_setting('row_security') END";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            if (!"off".equals(result.getString(1)) && told.compareAndSet(false, true)) {
                LOG.warn(
                        "Source {} is reached through a pooler, so row_security = off is not set for routes of your own:"
                                + " policies may hide rows from them. Use ALTER ROLE … SET row_security = off, or set"
                                + " caravan.source.{}.row-security = allow. Table files are not affected.",
                        name,
                        name);
            }
            return connection;
        } catch (SQLException e) {
            // A pooler answers the login itself, and only the first statement shows that its server refuses.
            try (connection) {
                throw new LoginFailed(name, "", e);
            }
        }
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
