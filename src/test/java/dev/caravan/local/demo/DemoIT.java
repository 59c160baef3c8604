package dev.caravan.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.bench.LauncherMain;
import dev.caravan.local.LocalStack;
import dev.caravan.local.postgres.LocalPostgres;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.glue.GlueClient;

/** The demo as a newcomer starts it, from the packaged jars, and a demo that goes wrong. */
class DemoIT {
    private static final Pattern EXPORTED =
            Pattern.compile("^(\\w+) +([\\d,]+) +\\d+ +[\\d.]+ k?M?B +[\\d.]+ +[\\d,]+$", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    void it_brings_every_table_into_the_lake_whatever_the_shell_is_set_up_for() throws Exception {
        Outcome outcome = run(Map.of(
                "CARAVAN_LAKE_BUCKET", "production",
                "CARAVAN_LAKE_PREFIX", "elsewhere/",
                "CARAVAN_LAKE_ENCRYPTION", "kms",
                "CARAVAN_SOURCE_DEFAULT_URL", "jdbc:postgresql://production/shop",
                "CARAVAN_STAGING_DIR", "/nowhere",
                "AWS_ACCESS_KEY_ID", "somebody",
                "AWS_SECRET_ACCESS_KEY", "else",
                "AWS_REGION", "eu-west-9"));

        assertThat(outcome.said()).contains("All 14 tables are in the lake").doesNotContain("INFO", "WARN");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.said())
                .contains("Which provider's wares made the most revenue in each quarter")
                .containsPattern("2025-Q4 +\\S.+ +[A-Z]{2} +\\d+ +\\d+\\.\\d{2}");
        Map<String, Long> told = EXPORTED.matcher(outcome.said())
                .results()
                .collect(Collectors.toMap(line -> line.group(1), line -> rows(line.group(2))));
        assertThat(told).hasSize(15).containsEntry("events", 1_000_000L);
        try (DuckDb duck = DuckDb.open()) {
            told.forEach((table, rows) -> {
                if (!table.equals("total")) {
                    assertThat(duck.count(folder.resolve("demo/s3/lake/" + table + "/**/*.parquet")))
                            .as(table)
                            .isEqualTo(rows);
                }
            });
        }
        assertThat(folder.resolve("demo/demo.log")).content().contains("Published events: 1000000 rows");
        assertThat(folder.resolve("demo/routes/events.camel.yaml")).content().contains("table-to-lake");
    }

    @Test
    void it_says_what_is_not_as_postgresql_has_it_and_ends_with_1() {
        StringWriter said = new StringWriter();
        CommandLine demo = new CommandLine(new DemoCommand(this::answerThenBreak)).setOut(new PrintWriter(said));

        int exit = demo.execute("--dir", folder.resolve("demo").toString());

        assertThat(said.toString())
                .contains("taxes: PostgreSQL has 63 rows, the files have 64 rows.")
                .contains("wares: the Glue catalog has no such table.")
                .contains("providers: DuckDB cannot read the files: ")
                .contains("The demo failed: 3 findings");
        assertThat(exit).isEqualTo(1);
        assertThat(System.getProperty("caravan.lake.bucket")).isNull();
    }

    private void answerThenBreak(LocalStack stack) {
        LocalPostgres postgres = stack.postgres();
        SampleDatabase source = new SampleDatabase(postgres.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
        Path bucket = stack.s3().folder().resolve(LocalStack.LAKE);
        try (GlueClient glue = TestStack.glue(stack.glueEndpoint());
                LakeFiles lake = new LakeFiles(bucket, new ListedFolders(glue, LocalStack.LAKE, LocalStack.LAKE))) {
            for (String question : List.of("question", "weeks")) {
                List<List<String>> truth = source.rows(SampleDatabase.text(question + ".postgresql.sql"));
                assertThat(truth).hasSize(4);
                assertThat(lake.ask(SampleDatabase.text(question + ".sql")).rows())
                        .isEqualTo(truth);
            }
        }
        try (Connection connection = postgres.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement();
                GlueClient glue = TestStack.glue(stack.glueEndpoint())) {
            statement.execute("delete from taxes where id = (select min(id) from taxes)");
            glue.deleteTable(table -> table.databaseName(LocalStack.LAKE).name("wares"));
            Files.delete(bucket.resolve("providers/providers.parquet"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long rows(String told) {
        return Long.parseLong(told.replace(",", ""));
    }

    private record Outcome(int exit, String said) {}

    private Outcome run(Map<String, String> environment) throws IOException, InterruptedException {
        Path target = Path.of("target").toAbsolutePath();
        String classPath = String.join(
                File.pathSeparator,
                target.resolve("caravan-local.jar").toString(),
                target.resolve("caravan.jar").toString(),
                target.resolve("lib") + "/*",
                target.resolve("lib-local") + "/*");
        Path output = folder.resolve("said");
        // A user's own file in the working folder has no say either.
        Files.writeString(folder.resolve("application.properties"), "caravan.lake.bucket = mine\n");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        classPath,
                        LauncherMain.class.getName(),
                        "demo",
                        "--dir",
                        "demo")
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end; it said: " + Files.readString(output));
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }
}
