package dev.caravan.pod;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.Registry;

/**
 * One connection pool for each source database, under the source's name in the registry.
 *
 * <p>A pool opens nothing before its first connection is asked for, so the pod starts while a database is down, and that
 * first try fails at once with the driver's own reason. Idle connections go after a minute: between two runs a table
 * costs its database nothing.
 */
final class SourcePools implements AutoCloseable {
    private static final long CONNECTION_TIMEOUT_MILLIS = 30_000;
    private static final long IDLE_TIMEOUT_MILLIS = 60_000;

    private final List<HikariDataSource> pools = new ArrayList<>();

    /** Binds a pool for each source that the settings name. */
    void bind(Settings settings, Registry registry) {
        for (String name : settings.sources()) {
            if (registry.lookupByName(name) != null) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "caravan.source." + name + ": Caravan itself uses the name '" + name + "'.",
                        "Name the source otherwise.");
            }
            HikariDataSource pool = pool(name, settings);
            pools.add(pool);
            registry.bind(name, pool);
        }
    }

    private static HikariDataSource pool(String name, Settings settings) {
        String prefix = "caravan.source." + name;
        String url = settings.require(prefix + ".url");
        if (!url.startsWith("jdbc:")) {
            // The value may hold a password, so it is not repeated.
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    prefix + ".url is not a JDBC URL.",
                    "Write it as jdbc:postgresql://HOST:5432/DATABASE?sslmode=verify-full.");
        }
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        settings.find(prefix + ".user").ifPresent(pool::setUsername);
        settings.find(prefix + ".password").ifPresent(pool::setPassword);
        // PostgreSQL's driver reads a whole table into memory while autocommit is on.
        pool.setAutoCommit(false);
        String size =
                settings.find(prefix + ".pool-size").isPresent() ? prefix + ".pool-size" : "caravan.source.pool-size";
        pool.setMaximumPoolSize(settings.integer(size, 2));
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        if (url.startsWith("jdbc:postgresql:")) {
            pool.addDataSourceProperty("ApplicationName", "caravan");
            // Text of a database in SQL_ASCII is read as LATIN1, which changes none of its bytes.
            pool.addDataSourceProperty("allowEncodingChanges", "true");
            // A run reads for hours through firewalls that forget silent connections.
            pool.addDataSourceProperty("tcpKeepAlive", "true");
        }
        return pool;
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
