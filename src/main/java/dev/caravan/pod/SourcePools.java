package dev.caravan.pod;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.limit.Waits;
import dev.caravan.source.RowSecurity;
import dev.caravan.source.SourceLimits;
import dev.caravan.source.WatchedDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.apache.camel.spi.Registry;
import org.postgresql.PGProperty;

/**
 * One connection pool for each source database, under the source's name in the registry.
 *
 * <p>A pool opens nothing before its first connection is requested, so the pod starts while a database is down, and that
 * first try fails at once with the driver's own reason. Idle connections go after a minute: between two runs a table
 * costs its database nothing.
 */
final class SourcePools implements AutoCloseable {
    private static final long IDLE_TIMEOUT_MILLIS = 60_000;

    /** A cancel request is only a favour to the server, and the end of a run waits for one of each reader. */
    static final int CANCEL_SECONDS = 3;

    private final List<HikariDataSource> pools = new ArrayList<>();

    /**
     * Binds a pool for each source that the settings name; connections to PostgreSQL wait as the settings say.
     *
     * @param isUsable whether the settings of a source can be used
     */
    void bind(Settings settings, Waits waits, Registry registry, Predicate<String> isUsable) {
        for (String name : settings.sources()) {
            if (!isUsable.test(name)) {
                continue;
            }
            if (registry.lookupByName(name) != null) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "caravan.source." + name + ": Caravan itself uses the name '" + name + "'.",
                        "Name the source otherwise.");
            }
            HikariDataSource pool = pool(name, settings, waits);
            pools.add(pool);
            registry.bind(name, pool);
        }
    }

    private static HikariDataSource pool(String name, Settings settings, Waits waits) {
        String prefix = "caravan.source." + name;
        String url = settings.require(prefix + ".url");
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        settings.find(prefix + ".user").ifPresent(pool::setUsername);
        settings.find(prefix + ".password").ifPresent(pool::setPassword);
        // PostgreSQL's driver reads a whole table into memory while autocommit is on.
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(settings.integer(settings.ofSource(name, "pool-size"), 2));
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        pool.setConnectionTimeout(
                settings.duration("caravan.source.connection-timeout").toMillis());
        if (url.startsWith(SourceUrl.POSTGRESQL)) {
            DataSource source = new WatchedDataSource(name, url, driver(), waits, limits(name, settings));
            // For the statements of users' own routes; table files set it in their transactions.
            pool.setDataSource(
                    rowSecurity(name, settings) == RowSecurity.REFUSE ? new RowSecuritySource(name, source) : source);
        }
        return pool;
    }

    /** Where the URL says nothing else. */
    private static Properties driver() {
        Properties driver = new Properties();
        PGProperty.APPLICATION_NAME.set(driver, "caravan");
        // Text of a database in SQL_ASCII is read as LATIN1, which changes none of its bytes.
        PGProperty.ALLOW_ENCODING_CHANGES.set(driver, true);
        // A run reads for hours through firewalls that forget silent connections.
        PGProperty.TCP_KEEP_ALIVE.set(driver, true);
        PGProperty.CANCEL_SIGNAL_TIMEOUT.set(driver, CANCEL_SECONDS);
        return driver;
    }

    private static SourceLimits limits(String name, Settings settings) {
        return new SourceLimits(
                settings.limit(settings.ofSource(name, "login-timeout")),
                settings.limit(settings.ofSource(name, "answer-timeout")),
                settings.limit(settings.ofSource(name, "read-timeout")));
    }

    private static RowSecurity rowSecurity(String name, Settings settings) {
        return RowSecurity.of(
                settings.find(settings.ofSource(name, "row-security")).orElse(""));
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
