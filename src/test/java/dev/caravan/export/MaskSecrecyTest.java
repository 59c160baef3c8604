package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.LoggedLines;
import dev.caravan.RecordingProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.pod.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Where a value of a masked column, and the key of the hash, must not be. */
class MaskSecrecyTest {
    private static final String KEY = "planted-key-0f3b2a-of-thirty-two-characters";

    /** The inner block of HMAC in hexadecimal digits: the key's bytes, each with 0x36, and as many of 0x36 as are missing of 64. */
    private static final String BLOCK = block();

    private static final long ID = 7_301_846_529_013_377L;

    private static final List<String> PLANTED = List.of(
            Long.toString(ID),
            new String(ByteBuffer.allocate(Long.BYTES).putLong(ID).array(), StandardCharsets.ISO_8859_1),
            "planted-email",
            "PLANTED-IBAN",
            "44444-05-06",
            "planted-note",
            "planted-phone",
            "planted-city",
            "planted-pair");

    private static final String MASK =
            "id=hash, email=hash, iban=keep-last(2), born=truncate(month), note=drop, phone=null,"
                    + " city=constant(Berlin), pairs=null";

    @TempDir
    private Path folder;

    private TestLake lake;
    private RecordingProxy wire;
    private FaultyProxy s3;
    private LoggedLines log;
    private int logBefore;
    private final StringBuilder staged = new StringBuilder();

    @BeforeEach
    void open() {
        wire = RecordingProxy.before(TestStack.postgres().port());
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("secret", folder);
        lake.set("caravan.source.default.url", "jdbc:postgresql://127.0.0.1:" + wire.port() + "/" + lake.database())
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.mask.key", KEY);
        lake.sql("CREATE TYPE pair AS (a text, b tsvector);"
                        + "CREATE TABLE people (id bigint PRIMARY KEY, email text, iban varchar(40), born date, note text[], phone text,"
                        + " city text, pairs pair[], plain int);"
                        + "INSERT INTO people VALUES (" + ID
                        + ", 'planted-email@example.com', 'PLANTED-IBAN-77', '44444-05-06',"
                        + " '{planted-note}', 'planted-phone', 'planted-city', ARRAY[ROW('planted-pair', 'x')::pair], 1),"
                        + " (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2); ANALYZE people")
                .sql("ALTER DATABASE " + lake.database() + " SET log_statement = 'all';" + "ALTER DATABASE "
                        + lake.database() + " SET log_min_duration_statement = 0");
        s3.fail(request -> keepStaged(), new Fault.Delay(Duration.ZERO));
        logBefore = serverLog().length();
        log = LoggedLines.of("dev.caravan");
        ((Logger) LoggerFactory.getLogger("dev.caravan")).setLevel(Level.TRACE);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("dev.caravan")).setLevel(null);
        log.close();
        lake.close();
        s3.close();
        wire.close();
    }

    @Test
    void values_do_not_cross_the_wire_and_the_key_crosses_it_in_no_statement() throws SQLException {
        for (String policy : List.of("reject", "text, email=text, pairs=text, id=text")) {
            lake.table(
                    "people",
                    "table",
                    "people",
                    "mask",
                    MASK,
                    "onBadValue",
                    policy,
                    "compression",
                    "none",
                    "sortBy",
                    "iban, id, phone",
                    "bloomFilters",
                    "email, iban",
                    "rename",
                    "email=mail");
            assertThat(lake.published("people").rows()).isEqualTo(policy.equals("reject") ? 1 : 2);
        }

        assertThat(wire.bytes()).contains("COPY (SELECT ", BLOCK).doesNotContain(PLANTED);
        assertThat(serverLog())
                .contains("COPY (SELECT ", "fastpath function call")
                .doesNotContain(PLANTED);
        assertThat(serverLog()).doesNotContain(BLOCK, KEY);
        assertNothingElseHasThem();
        assertThat(objects()).contains("\"plain\":\"1\"", "44444-05-01", "*************77");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text("SELECT * FROM " + lake.parquet("people")).toString())
                    .contains("44444-05-01", "Berlin")
                    .doesNotContain(PLANTED);
        }
    }

    @Test
    void errors_of_own_sql_are_told_without_the_values_that_they_quote() {
        lake.sql("CREATE FUNCTION tell(v text) RETURNS boolean LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''%'', v USING ERRCODE = ''57000'', DETAIL = v, HINT = v; END';"
                + "CREATE FUNCTION tell() RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS"
                + " 'BEGIN RAISE EXCEPTION ''%'', (SELECT max(email) FROM people); END'");
        for (String where : List.of("email::int > 0", "tell(email)", "tell()", "(note[1])::date IS NOT NULL")) {
            lake.table("people", "table", "people", "mask", MASK, "where", where, "onBadValue", "null");

            ExportResult result = lake.export("people");

            Throwable failure = Objects.requireNonNull(result.failure());
            assertThat(failure).hasMessageContaining("the text of the error is withheld");
            assertThat(failure.getMessage()).contains("SQLSTATE");
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(PLANTED);
            }
        }
        assertThat(serverLog()).contains("planted-email");
        assertNothingElseHasThem();
    }

    @Test
    void a_bad_value_is_told_as_its_mask_makes_it() {
        lake.table("people", "table", "people", "mask", MASK);

        ExportResult result = lake.export("people");

        assertThat(result.failure()).hasMessageContaining("44444-05-01");
        assertThat(String.valueOf(result.failure())).doesNotContain(PLANTED);
        assertNothingElseHasThem();
    }

    @Test
    void management_shows_neither_values_nor_the_key() throws IOException {
        lake.set("caravan.management.port", "0")
                .table("people", "table", "people", "mask", MASK, "where", "email::int > 0")
                .table("whole", "table", "people", "mask", MASK, "onBadValue", "null");
        try (Pod pod = Pod.start(Pod.Purpose.SERVE, lake.config())) {
            assertThat(pod.folder(lake.routes()).loadAll()).isEmpty();
            assertThat(new TableExport(pod.context()).run("people").isPublished())
                    .isFalse();
            assertThat(new TableExport(pod.context()).run("whole").isPublished())
                    .isTrue();

            assertThat(attributes())
                    .contains("people.run", "whole.run")
                    .doesNotContain(PLANTED)
                    .doesNotContain(KEY, BLOCK);
        }
    }

    private void assertNothingElseHasThem() {
        String lines = String.join("\n", log.lines());
        assertThat(lines).contains("people").doesNotContain(PLANTED).doesNotContain(KEY, BLOCK);
        assertThat(objects()).contains("people").doesNotContain(PLANTED).doesNotContain(KEY, BLOCK);
        assertThat(staged.toString()).doesNotContain(PLANTED).doesNotContain(KEY, BLOCK);
    }

    /** Files are removed from the staging folder once they are uploaded, so it is looked at before each request to S3. */
    private boolean keepStaged() {
        synchronized (staged) {
            staged.append(contents(lake.staging()));
        }
        return false;
    }

    private String objects() {
        return contents(lake.objects());
    }

    private static String contents(Path top) {
        StringBuilder all = new StringBuilder();
        if (!Files.isDirectory(top)) {
            return "";
        }
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException | UncheckedIOException e) {
            all.append(e);
        }
        return all.toString();
    }

    private String serverLog() {
        try (Connection connection = TestStack.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_read_file('server.log')")) {
            result.next();
            return result.getString(1).substring(logBefore);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Every attribute of every MBean of Camel. */
    private String attributes() {
        StringBuilder all = new StringBuilder();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    all.append(name).append(' ').append(attribute.getName()).append(' ');
                    all.append(value(server, name, attribute.getName())).append('\n');
                }
            }
        } catch (JMException e) {
            throw new AssertionError(e);
        }
        return all.toString();
    }

    private static String value(MBeanServer server, ObjectName name, String attribute) {
        try {
            return String.valueOf(server.getAttribute(name, attribute));
        } catch (JMException | RuntimeMBeanException e) {
            return e.toString();
        }
    }

    private static String block() {
        StringBuilder block = new StringBuilder();
        byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 64; i++) {
            block.append(String.format(Locale.ROOT, "%02x", (i < key.length ? key[i] : 0) ^ 0x36));
        }
        return block.toString();
    }
}
