package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import software.amazon.awssdk.services.s3.S3Client;

class PodTest {
    @TempDir
    Path dir;

    private final Properties before = (Properties) System.getProperties().clone();

    /** Other tests of this JVM may have set keys and region for their servers, and need them again. */
    @BeforeEach
    void forget() {
        List.of("aws.region", "aws.accessKeyId", "aws.secretAccessKey").forEach(System::clearProperty);
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void theFileBeatsTheDefaultsAndTheCommandLineBeatsTheFile() throws Exception {
        Path config = config("caravan.lake.prefix = from/file\ncaravan.glue.database = from_file\n");
        System.setProperty("caravan.glue.database", "from_property");
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, config)) {
            assertThat(pod.settings().require("caravan.lake.prefix")).isEqualTo("from/file/");
            assertThat(pod.settings().require("caravan.glue.database")).isEqualTo("from_property");
            assertThat(pod.settings().require("caravan.lake.encryption")).isEqualTo("bucket");
            assertThat(pod.context().resolvePropertyPlaceholders("{{caravan.glue.database}}"))
                    .isEqualTo("from_property");
        }
    }

    @Test
    void aSourceIsALazyPoolUnderItsName() throws Exception {
        Path config = config("""
                caravan.source.shop.url = jdbc:postgresql://localhost:1/x
                caravan.source.shop.user = me
                caravan.source.shop.pool-size = 3
                """);
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, config)) {
            HikariDataSource shop = pod.context().getRegistry().lookupByNameAndType("shop", HikariDataSource.class);
            assertThat(shop.isAutoCommit()).isFalse();
            assertThat(shop.getMaximumPoolSize()).isEqualTo(3);
            assertThat(shop.isRunning()).isFalse();
            long begin = System.nanoTime();
            assertThatThrownBy(shop::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("refused");
            assertThat(System.nanoTime() - begin).as("fails at once").isLessThan(10_000_000_000L);
        }
    }

    @Test
    void sourcesAreFoundInTheEnvironmentToo() throws Exception {
        Path config = config("caravan.source.shop.url = jdbc:postgresql://localhost:1/x?user=me\n");
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, config)) {
            Settings settings = new Settings(
                    pod.context(), Map.of("CARAVAN_SOURCE_SHOP_URL", "jdbc:x", "CARAVAN_SOURCE_SHOP_USER", "me"));
            assertThat(settings.sources()).isEqualTo(Set.of("shop"));
        }
    }

    @Test
    void whatCannotBeUsedIsSaidInOneSentence() throws Exception {
        assertBad(
                "caravan.source.shop.url = postgres://h/x\n",
                "caravan.source.shop.url cannot be used: it is not a JDBC URL.");
        assertBad("caravan.source.pool-size = 1\n", "a whole number of connections from 2 to 1000");
        assertBad(
                "caravan.source.lakeS3.url = jdbc:postgresql://h/x?user=me\n", "Caravan itself uses the name 'lakeS3'");
        assertBad("caravan.lake.endpoint = localhost:9000\n", "caravan.lake.endpoint is 'localhost:9000'");
        assertThatThrownBy(() -> Pod.start(Pod.Purpose.COMMAND, dir.resolve("none")))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aMissingRegionIsSaidByTheFirstCall() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(System.getenv("AWS_REGION") == null);
        System.setProperty("aws.disableEc2Metadata", "true");
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, config(""))) {
            S3Client s3 = pod.context().getRegistry().lookupByNameAndType(LakeClients.S3, S3Client.class);
            assertThatThrownBy(s3::listBuckets)
                    .isInstanceOf(ExportException.class)
                    .hasMessage("BAD_CONFIGURATION: no AWS region is set."
                            + " Set AWS_REGION in the environment, or 'region' in the AWS profile.");
            System.setProperty("aws.region", "eu-central-1");
            assertThatThrownBy(s3::listBuckets)
                    .isInstanceOfSatisfying(
                            ExportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                    .hasMessageContaining("no AWS credentials are found");
        } finally {
            System.clearProperty("aws.disableEc2Metadata");
        }
    }

    @Test
    void aCommandFiresNoScheduleAndTheSchedulerIsAsTheSettingsSay() throws Exception {
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, config("caravan.schedule.threads = 7\n"))) {
            Scheduler scheduler =
                    pod.context().getComponent("quartz", QuartzComponent.class).getScheduler();
            assertThat(scheduler.isStarted()).isFalse();
            assertThat(scheduler.getMetaData().getThreadPoolSize()).isEqualTo(7);
            assertThat(scheduler.getSchedulerName()).endsWith("caravan");
        }
    }

    @Test
    void aMissingBucketSaysHowToSetIt() throws Exception {
        assertThatThrownBy(() -> Pod.start(Pod.Purpose.COMMAND, null))
                .isInstanceOf(ExportException.class)
                .hasMessage("BAD_CONFIGURATION: caravan.lake.bucket is not set. Set caravan.lake.bucket in"
                        + " application.properties, or CARAVAN_LAKE_BUCKET in the environment.");
    }

    private void assertBad(String settings, String message) throws Exception {
        Path config = config(settings);
        assertThatThrownBy(() -> Pod.start(Pod.Purpose.COMMAND, config).close())
                .isInstanceOf(ExportException.class)
                .hasMessageStartingWith("BAD_CONFIGURATION: ")
                .hasMessageContaining(message);
    }

    private Path config(String settings) throws Exception {
        return Files.writeString(
                Files.createTempFile(dir, "caravan", ".properties"), "caravan.lake.bucket = lake\n" + settings);
    }
}
