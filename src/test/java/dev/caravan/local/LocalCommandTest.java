package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.TestStack;
import dev.caravan.bench.LauncherMain;
import dev.caravan.local.machine.ProgramOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The command as users start it: a process of its own. */
class LocalCommandTest {
    private static final Pattern SETTING = Pattern.compile("export (\\w+)=(.*)");
    private static final String LAST_LINE = "# aws --endpoint-url \\S+ glue .*";

    @TempDir
    private Path folder;

    @Test
    void it_serves_what_it_prints_until_sigterm_and_ends_with_0() throws Exception {
        Running running = start("--postgres", "--postgres-port", "0", "--dir", folder.toString());
        Map<String, String> settings = running.settings();

        assertThat(settings)
                .containsEntry("AWS_ACCESS_KEY_ID", "caravan")
                .containsEntry("AWS_SECRET_ACCESS_KEY", "caravan-secret")
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("CARAVAN_LAKE_BUCKET", "lake");
        try (S3Client s3 = TestStack.s3(URI.create(setting(settings, "CARAVAN_LAKE_ENDPOINT")));
                GlueClient glue = TestStack.glue(URI.create(setting(settings, "CARAVAN_GLUE_ENDPOINT")));
                Connection postgres = DriverManager.getConnection(
                        setting(settings, "CARAVAN_SOURCE_DEFAULT_URL"),
                        setting(settings, "CARAVAN_SOURCE_DEFAULT_USER"),
                        setting(settings, "CARAVAN_SOURCE_DEFAULT_PASSWORD"))) {
            s3.putObject(r -> r.bucket("lake").key("kept.txt"), RequestBody.fromString("kept"));
            assertThat(glue.getDatabases(r -> {}).databaseList()).isEmpty();
            assertThat(postgres.isValid(5)).isTrue();
        }

        assertThat(running.terminate()).isZero();
        assertThat(folder.resolve("lake/kept.txt")).hasContent("kept");
        assertThat(folder.resolve(".postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void without_a_folder_its_files_go_at_the_end() throws Exception {
        Running running = start();
        Matcher where = Pattern.compile("#   Files +(.+)").matcher(running.said());
        assertThat(where.find()).isTrue();
        Path lake = Path.of(where.group(1));
        assertThat(lake).isDirectory();

        assertThat(running.terminate()).isZero();

        assertThat(lake.getParent()).doesNotExist();
    }

    @Test
    void a_port_in_use_is_one_line_and_2() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ProgramOutput output =
                    ProgramOutput.of(command("--s3-port", Integer.toString(taken.getLocalPort()), "--glue-port", "0"));

            assertThat(output.status()).isEqualTo(2);
            assertThat(output.text().lines())
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort())
                    .contains("--s3-port");
        }
    }

    @Test
    void what_it_prints_is_a_shell_script_that_the_aws_command_line_can_use() throws Exception {
        assumeTrue(ProgramOutput.of(List.of("aws", "--version")).status() == 0, "the AWS command line is not here");
        Running running = start("--dir", folder.toString());
        Path script = Files.writeString(folder.resolve("lake.env"), running.said());
        Path file = Files.writeString(folder.resolve("file.txt"), "from the command line");
        String aws = ". " + script + " && aws --endpoint-url $CARAVAN_LAKE_ENDPOINT ";

        assertThat(shell(aws + "s3 cp " + file + " 's3://lake/a b/ü.txt'").status())
                .isZero();
        assertThat(shell(aws + "s3 ls s3://lake/ --recursive").text()).contains("21 a b/ü.txt");
        assertThat(shell(aws + "s3 cp 's3://lake/a b/ü.txt' -").text()).isEqualTo("from the command line");
        assertThat(shell(". " + script + " && aws --endpoint-url $CARAVAN_GLUE_ENDPOINT glue get-databases")
                        .text())
                .contains("DatabaseList");

        assertThat(running.terminate()).isZero();
    }

    private static String setting(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    private static ProgramOutput shell(String command) {
        return ProgramOutput.of(List.of("sh", "-c", "LC_ALL=C.UTF-8; export LC_ALL; " + command));
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                LauncherMain.class.getName(),
                "local"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Running start(String... arguments) throws IOException {
        List<String> command = command("--s3-port", "0", "--glue-port", "0");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        String line;
        do {
            line = out.readLine();
            if (line == null) {
                throw new AssertionError("it ended after: " + said);
            }
            said.append(line).append('\n');
        } while (!line.matches(LAST_LINE));
        return new Running(process, said.toString());
    }

    private record Running(Process process, String said) {
        Map<String, String> settings() {
            Map<String, String> settings = new HashMap<>();
            Matcher matcher = SETTING.matcher(said);
            while (matcher.find()) {
                settings.put(matcher.group(1), matcher.group(2));
            }
            return settings;
        }

        int terminate() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end");
            }
            return process.exitValue();
        }
    }
}
