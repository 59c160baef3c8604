package dev.caravan.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.plan.BadValuePolicy;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.read.RewritingProxy.Message;
import dev.caravan.read.RewritingProxy.Rule;
import dev.caravan.source.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A COPY that does not bring the rows that the server has sent is a failure, however orderly it ends. */
class CutCopyTest {
    private static final byte[] END = {(byte) 0xFF, (byte) 0xFF};

    private static final BadValueReport NONE = new BadValueReport() {
        @Override
        public void met(String column, BadValuePolicy policy, String rule, long values) {
            throw new AssertionError(rule);
        }

        @Override
        public void rejected(RejectedRow row) {
            throw new AssertionError(row.toString());
        }
    };

    private static String database;

    @BeforeAll
    static void tables() {
        database = TestStack.freshDatabase("cut");
        TestStack.execute(
                database,
                "CREATE TABLE t AS SELECT i, 'x'::text AS words FROM generate_series(1, 7000) i; CREATE TABLE none (i int)");
    }

    static Stream<Arguments> cuts() {
        return Stream.of(
                Arguments.of("a row is dropped", rule((message, row) -> row == 17 ? List.of() : List.of(message))),
                Arguments.of(
                        "a row of the second batch",
                        rule((message, row) -> row == 6000 ? List.of() : List.of(message))),
                Arguments.of(
                        "a row comes twice",
                        rule((message, row) -> row == 5 ? List.of(message, message) : List.of(message))),
                Arguments.of("all rows from one on", rule((message, row) -> row >= 100 ? List.of() : List.of(message))),
                Arguments.of(
                        "rows, but not the end",
                        rule((message, row) -> row >= 100 && message.body().length > 2 ? List.of() : List.of(message))),
                Arguments.of("the mark of the end", rule((message, row) -> row == 7000 ? List.of() : List.of(message))),
                Arguments.of(
                        "the mark comes early",
                        rule((message, row) -> row == 10 ? List.of(new Message('d', END), message) : List.of(message))),
                Arguments.of(
                        "a row without columns",
                        rule((message, row) -> row == 10 ? List.of(new Message('d', new byte[2])) : List.of(message))),
                Arguments.of("the server counts others", rule((message, row) -> tag(message, "COPY 7001"))),
                Arguments.of("the server does not count", rule((message, row) -> tag(message, "COPY"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void a_copy_that_is_not_what_the_server_sent_is_refused(String what, Rule rule) throws IOException {
        assertThatThrownBy(() -> rows("t", rule))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .as(failure.getMessage())
                        .isEqualTo(ErrorCode.READ_INTERRUPTED));
    }

    @Test
    void a_copy_that_arrives_as_it_was_sent_is_read() throws IOException {
        assertThat(rows("t", (message, row) -> List.of(message))).isEqualTo(7000);
        assertThat(rows("none", (message, row) -> List.of(message))).isZero();
    }

    @Test
    void the_end_of_an_empty_table_is_missed_too() {
        assertThatThrownBy(() -> rows(
                        "none",
                        (message, row) -> message.kind() == 'd' && message.body().length > 2
                                ? List.of(new Message('d', Arrays.copyOf(message.body(), 19)))
                                : row >= 0 ? List.of() : List.of(message)))
                .hasMessageContaining("without the mark of its end");
    }

    private static Rule rule(Rule rule) {
        return rule;
    }

    /** The tag of the command, which ends with a zero. */
    private static List<Message> tag(Message message, String tag) {
        boolean isOfCopy =
                message.kind() == 'C' && new String(message.body(), StandardCharsets.UTF_8).startsWith("COPY");
        return List.of(isOfCopy ? new Message('C', (tag + "\0").getBytes(StandardCharsets.UTF_8)) : message);
    }

    private static int rows(String table, Rule rule) throws IOException {
        try (RewritingProxy proxy = new RewritingProxy(TestStack.postgres().port(), rule)) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database
                    + "?sslmode=disable&gssEncMode=disable");
            source.setUser(LocalPostgres.USER);
            source.setPassword(LocalPostgres.PASSWORD);
            TableRequest request = TableRequest.of("public." + table);
            try (Snapshot snapshot = Snapshot.open(source, request.subject())) {
                TableRun plan = Planner.plan(snapshot, request, "now");
                int rows = 0;
                try (ChunkReader reader = new ChunkReader(
                        snapshot.connection(),
                        plan.chunks().get(0),
                        request.subject(),
                        BatchLimits.DEFAULT,
                        (more, bytes) -> {},
                        NONE)) {
                    while (reader.hasNext()) {
                        rows += reader.next().rows();
                    }
                }
                return rows;
            }
        }
    }
}
