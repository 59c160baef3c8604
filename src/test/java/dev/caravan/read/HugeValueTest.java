package dev.caravan.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.plan.BadValuePolicies;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TableRun;
import dev.caravan.run.ChunkRead;
import dev.caravan.run.ChunkedRun;
import dev.caravan.source.Readers;
import dev.caravan.source.Snapshot;
import dev.caravan.write.WriteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A single value of hundreds of megabytes, in a process whose heap is eight times as large. */
class HugeValueTest {
    private static final int MEGABYTES = 256;

    @TempDir
    private Path folder;

    @Test
    void a_value_of_an_eighth_of_the_heap_arrives_whole() throws Exception {
        String database = TestStack.freshDatabase("huge");
        TestStack.execute(
                database,
                "CREATE TABLE huge (id int PRIMARY KEY, doc text, raw bytea);"
                        + "INSERT INTO huge VALUES (1, 'small', '\\x00');"
                        + "INSERT INTO huge SELECT 2, repeat('0123456789abcdef', " + MEGABYTES + " * 65536), NULL;"
                        + "INSERT INTO huge SELECT 3, NULL, convert_to(repeat('fedcba9876543210', " + MEGABYTES
                        + " * 65536), 'UTF8');"
                        + "INSERT INTO huge VALUES (4, 'small again', '\\xff')");

        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + 8 * MEGABYTES + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exported.class.getName(),
                        TestStack.postgres().jdbcUrl(database),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();

        try (DuckDb duck = DuckDb.open()) {
            String files = DuckDb.parquet(folder.resolve("out").resolve("*.parquet"));
            assertThat(duck.text(
                            "SELECT id, strlen(doc), octet_length(raw), left(doc, 20) FROM " + files + " ORDER BY id"))
                    .hasToString("[[1, 5, 1, small], [2, " + bytes() + ", null, 0123456789abcdef0123], [3, null, "
                            + bytes() + ", null], [4, 11, 1, small again]]");
            assertThat(duck.value("SELECT md5(doc) FROM " + files + " WHERE id = 2"))
                    .isEqualTo(md5(database, "SELECT md5(doc) FROM huge WHERE id = 2"));
        }
    }

    private static long bytes() {
        return (long) MEGABYTES << 20;
    }

    private static String md5(String database, String query) throws Exception {
        try (var connection = TestStack.connect(database);
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    /** The process under test: reads a table and writes it as production does, without Camel. */
    static final class Exported {
        private Exported() {}

        public static void main(String[] args) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(args[0]);
            source.setUser(LocalPostgres.USER);
            source.setPassword(LocalPostgres.PASSWORD);
            TableRequest request = new TableRequest(
                    "huge", "public.huge", "", List.of(), List.of(), "", BadValuePolicies.FAIL, Map.of());
            Snapshot snapshot = Snapshot.open(source, request.subject());
            TableRun plan = Planner.plan(snapshot, request, "run");
            // Never closed: that would remove the files.
            ChunkedRun run = new ChunkedRun(plan, Readers.alone(snapshot), Path.of(args[1], "out"), () -> {});
            ChunkRead chunk = run.chunks().next();
            ChunkReader reader = chunk.read(BatchLimits.DEFAULT);
            while (reader.hasNext()) {
                chunk.write(reader.next(), !reader.hasNext(), WriteOptions.DEFAULT);
            }
            run.endReads();
        }
    }
}
