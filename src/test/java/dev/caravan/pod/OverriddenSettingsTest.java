package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The environment is a process's own, so each of these is one. */
class OverriddenSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void the_environment_beats_the_file_and_an_option_of_the_jvm_beats_both() throws Exception {
        Path config = Files.writeString(folder.resolve("test.properties"), """
                caravan.lake.bucket = file
                caravan.lake.prefix = file
                caravan.retry.delay = 1s
                caravan.upload.retry.maximum = 7
                """);
        Map<String, String> environment = Map.of(
                // As Kubernetes does for a service named caravan-management.
                "CARAVAN_MANAGEMENT_PORT", "tcp://10.0.0.1:80",
                "CARAVAN_LAKE_BUCKET", "environment",
                "CARAVAN_LAKE_PREFIX", "/environment",
                "CARAVAN_RETRY_MAXIMUM", "0",
                "CARAVAN_RETRY_MAXIMUM_DELAY", "9s",
                "CARAVAN_GLUE_CRAWLER_ROLE", "environment-role",
                "CARAVAN_GLUE_DATABASE", "environment",
                "CARAVAN_SHUTDOWN_TIMEOUT", "11",
                "CARAVAN_LAKE_PART_SIZE", "5242880");
        try (Child child = Child.start(
                folder,
                environment,
                ShownSettings.class.getName(),
                "-Dcaravan.lake.prefix=option/of/jvm",
                "-Dcaravan.glue.database=option",
                config.toString(),
                "caravan.lake.bucket",
                "caravan.lake.prefix",
                "caravan.retry.maximum",
                "caravan.retry.maximum-delay",
                "caravan.retry.delay",
                "caravan.upload.retry.maximum",
                "caravan.glue.crawler-role",
                "caravan.glue.database",
                "caravan.lake.part-size",
                "caravan.lake.encryption",
                "caravan.management.port")) {
            assertThat(child.exit()).as(child.err()).isZero();
            assertThat(child.out().lines())
                    .containsExactly(
                            "caravan.lake.bucket=environment",
                            "caravan.lake.prefix=option/of/jvm/",
                            "caravan.retry.maximum=0",
                            "caravan.retry.maximum-delay=9s",
                            "caravan.retry.delay=1s",
                            "caravan.upload.retry.maximum=7",
                            "caravan.glue.crawler-role=environment-role",
                            "caravan.glue.database=option",
                            "caravan.lake.part-size=5242880",
                            "caravan.lake.encryption=bucket",
                            "caravan.management.port=9876",
                            "shutdown=11");
        }
    }
}
