package dev.caravan.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.local.s3.LocalS3;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS command line as a second client; skipped where none is installed. */
class AwsCommandLineTest {
    @TempDir
    private Path folder;

    @Test
    void theAwsCommandLineCrawlsAndReadsTheCatalog() throws Exception {
        Path aws = installed();
        try (GlueLake lake = GlueLake.start(folder)) {
            lake.write("orders/part-0.parquet", "SELECT 1 AS id");
            glue(
                    aws,
                    lake,
                    "create-crawler",
                    "--name",
                    "orders",
                    "--role",
                    "crawler",
                    "--database-name",
                    "lake",
                    "--targets",
                    "S3Targets=[{Path=s3://lake/orders/}]");
            glue(aws, lake, "start-crawler", "--name", "orders");
            lake.outcome("orders");

            JsonNode crawler = glue(aws, lake, "get-crawler", "--name", "orders");
            assertThat(crawler.at("/Crawler/LastCrawl/Status").asText()).isEqualTo("SUCCEEDED");
            JsonNode tables = glue(aws, lake, "get-tables", "--database-name", "lake");
            assertThat(tables.at("/TableList/0/Name").asText()).isEqualTo("orders");
            assertThat(tables.at("/TableList/0/StorageDescriptor/Columns/0/Type")
                            .asText())
                    .isEqualTo("int");
        }
    }

    @Test
    void theAwsCommandLineKeepsATableByItsVersions() throws Exception {
        Path aws = installed();
        try (GlueLake lake = GlueLake.start(folder)) {
            glue(aws, lake, "create-database", "--database-input", "Name=shop");
            String input = "{\"Name\":\"t\",\"StorageDescriptor\":{\"Location\":\"s3://lake/t/run=1/\"},"
                    + "\"PartitionKeys\":[{\"Name\":\"day\",\"Type\":\"string\"}]}";
            glue(aws, lake, "create-table", "--database-name", "shop", "--table-input", input);
            glue(
                    aws,
                    lake,
                    "update-table",
                    "--database-name",
                    "shop",
                    "--table-input",
                    input.replace("run=1", "run=2"),
                    "--version-id",
                    "0",
                    "--skip-archive");
            JsonNode table = glue(aws, lake, "get-table", "--database-name", "shop", "--name", "t");
            assertThat(table.at("/Table/VersionId").asText()).isEqualTo("1");
            assertThat(table.at("/Table/StorageDescriptor/Location").asText()).isEqualTo("s3://lake/t/run=2/");
            JsonNode errors = glue(
                    aws,
                    lake,
                    "batch-update-partition",
                    "--database-name",
                    "shop",
                    "--table-name",
                    "t",
                    "--entries",
                    "[{\"PartitionValueList\":[\"a\"],\"PartitionInput\":{\"Values\":[\"a\"]}}]");
            assertThat(errors.at("/Errors/0/ErrorDetail/ErrorCode").asText()).isEqualTo("EntityNotFoundException");
        }
    }

    private static JsonNode glue(Path aws, GlueLake lake, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                aws.toString(),
                "--output",
                "json",
                "--endpoint-url",
                lake.endpoint().toString(),
                "glue"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY);
        builder.environment().put("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_KEY);
        builder.environment().put("AWS_DEFAULT_REGION", LocalS3.REGION);
        Path errors = Files.createTempFile("aws", ".err");
        Process process = builder.redirectError(errors.toFile()).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        Files.delete(errors);
        return new ObjectMapper().readTree(output.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : output);
    }

    private static Path installed() {
        List<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(path -> Path.of(path, "aws"))
                .filter(AwsCommandLineTest::works)
                .toList();
        assumeTrue(!found.isEmpty(), "no AWS command line is installed");
        return found.get(0);
    }

    private static boolean works(Path aws) {
        if (!Files.isExecutable(aws)) {
            return false;
        }
        try {
            return new ProcessBuilder(aws.toString(), "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
