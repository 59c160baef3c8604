package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Row security from the table file to the manifest. */
class RowSecurityExportTest {
    private static final Logger STEP =
            (Logger) LoggerFactory.getLogger("dev.caravan.component.pgtable.PgTableProducer");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path folder;

    private @Nullable TestLake opened;

    @BeforeEach
    void open() {
        log.start();
        STEP.addAppender(log);
        String role = "DO $$ BEGIN IF to_regrole('row_reader') IS NULL THEN"
                + " CREATE ROLE row_reader LOGIN PASSWORD 'row_reader'; END IF; END $$;";
        opened = TestLake.open("row_security", folder)
                .sql(role + "CREATE TABLE guarded AS SELECT i, 'x' AS words FROM generate_series(1, 10) i;"
                        + "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON guarded USING (i <= 5);"
                        + "CREATE TABLE large WITH (fillfactor = 10) AS"
                        + " SELECT i % 10 + 1 AS i, md5(i::text) AS words FROM generate_series(1, 60000) i;"
                        + "GRANT SELECT ON guarded, large TO row_reader");
        for (String source : List.of("reader", "allowing")) {
            lake().set("caravan.source." + source + ".url", TestStack.postgres().jdbcUrl(lake().database()))
                    .set("caravan.source." + source + ".user", "row_reader")
                    .set("caravan.source." + source + ".password", "row_reader");
        }
        lake().set("caravan.source.allowing.row-security", "allow");
    }

    @AfterEach
    void close() {
        STEP.detachAppender(log);
        lake().close();
    }

    @Test
    void a_run_that_would_lack_rows_fails_at_once_and_publishes_nothing() {
        lake().table("guarded", "table", "public.guarded", "source", "reader");

        ExportException failure =
                Objects.requireNonNull(lake().export("guarded").failure());

        assertThat(failure.code()).isEqualTo(ErrorCode.ROW_SECURITY);
        assertThat(failure.getMessage())
                .contains("public.guarded", "the policy half", "ALTER ROLE row_reader BYPASSRLS", "rowSecurity: allow");
        assertThat(lake().files("guarded")).isEmpty();
    }

    @Test
    void what_is_allowed_is_told_in_log_and_manifest() {
        lake().table("guarded", "table", "public.guarded", "source", "reader", "rowSecurity", "allow");

        assertThat(lake().published("guarded").rows()).isEqualTo(5);

        JsonNode told = manifest("guarded").get("completeness");
        assertThat(told.get("relation").asText()).isEqualTo("public.guarded");
        assertThat(told.get("rowSecurity").asText()).isEqualToIgnoringCase("allow");
        assertThat(told.get("filtered").get(0).get("relation").asText()).isEqualTo("public.guarded");
        assertThat(told.get("filtered").get(0).get("policies").get(0).asText()).isEqualTo("half");
        assertThat(warnings()).singleElement().asString().contains("public.guarded for role row_reader (half)");
    }

    @Test
    void who_sees_everything_reads_everything_in_silence() {
        lake().table("guarded", "table", "public.guarded");

        assertThat(lake().published("guarded").rows()).isEqualTo(10);

        JsonNode told = manifest("guarded").get("completeness");
        assertThat(told.get("rowSecurity").asText()).isEqualToIgnoringCase("refuse");
        assertThat(told.get("filtered")).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void every_connection_of_a_run_goes_by_the_table_file() {
        String where = "i IN (SELECT i FROM guarded)";
        lake().table("refused", "table", "public.large", "source", "reader", "where", where, "readers", "4");
        lake().table(
                        "allowed",
                        "table",
                        "public.large",
                        "source",
                        "reader",
                        "where",
                        where,
                        "readers",
                        "4",
                        "rowSecurity",
                        "ALLOW");

        assertThat(lake().published("allowed").rows()).isEqualTo(30_000);
        assertThat(lake().files("allowed")).hasSizeGreaterThan(1);
        assertThat(Objects.requireNonNull(lake().export("refused").failure()).code())
                .isEqualTo(ErrorCode.ROW_SECURITY);
    }

    @Test
    void statements_of_users_own_routes_are_refused_too_unless_the_source_allows_them() throws SQLException {
        String count = "SELECT count(*) FROM guarded";
        assertThatThrownBy(() -> number("reader", count)).hasMessageContaining("row-level security");
        assertThat(number("allowing", count)).isEqualTo(5);
        assertThat(number("default", count)).isEqualTo(10);
    }

    private long number(String source, String query) throws SQLException {
        DataSource pool = Objects.requireNonNull(
                lake().pod().context().getRegistry().lookupByNameAndType(source, DataSource.class));
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private JsonNode manifest(String table) {
        return lake().json(lake().state(table).get("manifest").asText());
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private TestLake lake() {
        return Objects.requireNonNull(opened);
    }
}
