package dev.caravan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestStack;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallHeapTest {
    /** As Java objects they take some 200 MB. */
    private static final int ORDERS = 200_000;

    @TempDir
    private Path work;

    @Test
    void the_table_streams_through_a_heap_that_does_not_hold_it() throws Exception {
        assertThat(run(false)).contains("published " + ORDERS + ", failure null");
    }

    @Test
    void with_autocommit_the_driver_reads_the_whole_table_first() throws Exception {
        assertThat(run(true)).contains("java.lang.OutOfMemoryError").doesNotContain("published");
    }

    private String run(boolean autocommit) throws Exception {
        Map<String, String> source = PlainOrders.postgres(ORDERS);
        Map<String, String> settings = new TreeMap<>(TestStack.settings("postgres", TestStack.freshBucket("heap")));
        settings.putAll(source);
        settings.put("caravan.staging.dir", work.resolve("staging").toString());
        settings.put("caravan.retry.maximum", "0");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("aws."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add(SmallHeap.class.getName());
        command.add(PlainOrders.file(settings, work).toString());
        command.add(Boolean.toString(autocommit));
        File log = work.resolve("log").toFile();
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        return Files.readString(log.toPath(), StandardCharsets.UTF_8);
    }
}
