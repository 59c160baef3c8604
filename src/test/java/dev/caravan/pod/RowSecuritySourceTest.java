package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.local.postgres.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The setting row_security is made in sessions of our own, stays there, and is never left in sessions that others get. */
class RowSecuritySourceTest {
    @TempDir
    private Path folder;

    @Test
    void only_sessions_of_our_own_have_it_off_for_good() throws Exception {
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        Logger logger = (Logger) LoggerFactory.getLogger(RowSecuritySource.class);
        logger.addAppender(told);
        try (LoginRelay pooler = new LoginRelay(TestStack.postgres().port());
                TestLake lake = TestLake.open("sessions", folder)) {
            String direct = TestStack.postgres().jdbcUrl(lake.database());
            String pooled = direct.replace(":" + TestStack.postgres().port() + "/", ":" + pooler.port() + "/");
            source(lake, "direct", direct);
            source(lake, "allowing", direct);
            source(lake, "pooled", pooled + (pooled.contains("?") ? "&" : "?") + "sslmode=disable");
            lake.set("caravan.source.allowing.row-security", "allow");

            for (int use = 0; use < 3; use++) {
                assertThat(setting(lake, "direct")).as("use %d", use).isEqualTo("off");
                assertThat(setting(lake, "allowing")).isEqualTo("on");
                assertThat(told.list).hasSize(Math.min(use, 1));
                assertThat(setting(lake, "pooled")).isEqualTo("on");
            }
            assertThat(told.list)
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .contains("Source pooled", "ALTER ROLE", "caravan.source.pooled.row-security = allow");

            TestStack.execute(lake.database(), "ALTER DATABASE \"" + lake.database() + "\" SET row_security = off");
            evict(lake, "pooled");
            assertThat(setting(lake, "pooled")).isEqualTo("off");
        } finally {
            logger.detachAppender(told);
        }
    }

    private static void source(TestLake lake, String name, String url) {
        lake.set("caravan.source." + name + ".url", url)
                .set("caravan.source." + name + ".user", LocalPostgres.USER)
                .set("caravan.source." + name + ".password", LocalPostgres.PASSWORD);
    }

    /** A run's end rolls back too, and must not take the setting with it. */
    private static String setting(TestLake lake, String source) throws SQLException {
        try (Connection connection = pool(lake, source).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW row_security")) {
            result.next();
            String setting = result.getString(1);
            connection.rollback();
            return setting;
        }
    }

    private static void evict(TestLake lake, String source) throws SQLException {
        pool(lake, source).unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    }

    private static DataSource pool(TestLake lake, String source) {
        return Objects.requireNonNull(lake.pod().context().getRegistry().lookupByNameAndType(source, DataSource.class));
    }
}
