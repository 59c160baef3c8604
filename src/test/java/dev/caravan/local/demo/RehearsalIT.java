package dev.caravan.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does once so that later starts are quick; when it fails there, nobody is told. */
class RehearsalIT {
    @TempDir
    private Path folder;

    @Test
    void aJvmLearnsFromAPodThatPublishesTheSampleTables() {
        Path classes = folder.resolve("classes.jsa");
        try (Child rehearsal = Child.start(
                folder,
                Map.of(),
                Rehearsal.class.getName(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-XX:ArchiveClassesAtExit=" + classes,
                "-cp",
                Path.of("target", "caravan.jar").toAbsolutePath().toString())) {
            assertThat(rehearsal.exit()).as(rehearsal.out() + rehearsal.err()).isZero();
        }
        assertThat(classes).isNotEmptyFile();
    }

    @Test
    void aPodThatDoesNotStartIsAFailureAndShowsItsLog() {
        try (Child rehearsal = Child.start(
                folder,
                Map.of(),
                Rehearsal.class.getName(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "nowhere.jar")) {
            assertThat(rehearsal.exit()).isEqualTo(1);
            assertThat(rehearsal.err()).contains("dev.caravan.Main");
        }
    }
}
