package dev.caravan.source;

import dev.caravan.limit.Waits;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;

/**
 * Makes connections to PostgreSQL whose waits have limits, from the login on.
 *
 * <p>What the URL says goes before: one with a {@code socketFactory} of its own has sockets of that, without our limits.
 */
public final class WatchedDataSource implements DataSource {
    private final Driver driver = new Driver();
    private final String name;
    private final String url;
    private final Properties properties;
    private final Waits waits;
    private final SourceLimits limits;

    /**
     * Of one database.
     *
     * @param name of the source, as in its settings
     * @param properties of the driver; the URL goes before
     */
    public WatchedDataSource(String name, String url, Properties properties, Waits waits, SourceLimits limits) {
        this.name = name;
        this.url = url;
        this.properties = properties;
        this.waits = waits;
        this.limits = limits;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connect((Properties) properties.clone());
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Properties all = (Properties) properties.clone();
        if (user != null) {
            PGProperty.USER.set(all, user);
        }
        if (password != null) {
            PGProperty.PASSWORD.set(all, password);
        }
        return connect(all);
    }

    /** @throws LoginFailed whatever goes wrong: the driver throws unchecked exceptions too, which a pool would not take for a refusal */
    private Connection connect(Properties all) throws LoginFailed {
        Link link = Link.to(waits, limits);
        String word = WatchedSocketFactory.offer(link);
        PGProperty.SOCKET_FACTORY.set(all, WatchedSocketFactory.class.getName());
        PGProperty.SOCKET_FACTORY_ARG.set(all, word);
        try {
            Connection connection = driver.connect(url, all);
            if (connection == null) {
                throw new SQLException("PostgreSQL's driver does not accept this URL", "22023");
            }
            link.established(connection.unwrap(PgConnection.class));
            return connection;
        } catch (SQLException | RuntimeException | LinkageError e) {
            throw new LoginFailed(name, server(all), e);
        } finally {
            WatchedSocketFactory.withdraw(word);
        }
    }

    /** For messages, so without what else the URL says. */
    private String server(Properties all) {
        Properties parsed = Driver.parseURL(url, all);
        if (parsed == null) {
            return "";
        }
        String[] hosts = String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed)).split(",");
        String[] ports = String.valueOf(PGProperty.PG_PORT.getOrDefault(parsed)).split(",");
        StringBuilder server = new StringBuilder();
        for (int i = 0; i < hosts.length; i++) {
            server.append(i == 0 ? "" : ",").append(hosts[i]).append(i < ports.length ? ":" + ports[i] : "");
        }
        String database = PGProperty.PG_DBNAME.getOrDefault(parsed);
        return server + (database == null ? "" : ", database " + database);
    }

    /** The limit of a login is one of progress. */
    @Override
    public void setLoginTimeout(int seconds) {}

    /** For so long a pool that is closed waits for a login that is under way, which is ended by then. */
    @Override
    public int getLoginTimeout() {
        return 2;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("This source of connections wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
