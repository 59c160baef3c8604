package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a staging folder can be used is known before a run, and looking leaves nothing behind. */
class StagingCheckTest {
    @TempDir
    private Path dir;

    @Test
    void a_folder_that_can_be_made_is_not_there_afterwards() throws Exception {
        Staging.check(dir.resolve("a/b/../c"));
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_folder_that_is_there_stays_as_it_is() throws Exception {
        Path root = Files.createDirectory(dir.resolve("root"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.createDirectories(root.resolve("process-x/orders")).resolve("file");
        Files.createFile(file);

        Staging.check(root);

        assertThat(file).exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwxr-xr-x");
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void a_file_in_its_place_or_above_it_is_named() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        assertRefused(file, file + " is not a folder");
        assertRefused(file.resolve("below"), file + " is not a folder");
    }

    @Test
    void a_file_system_without_room_for_folders_is_named() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "Linux has /proc");
        assertRefused(Path.of("/proc/nope/staging"), "the file system of /proc does not let folders be made");
    }

    @Test
    void a_folder_without_permission_is_named_with_the_user() throws Exception {
        Path closed = Files.createDirectory(dir.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeTrue(!Files.isWritable(closed), "root may write everywhere");
        assertRefused(
                closed.resolve("staging"),
                "the user " + System.getProperty("user.name") + " has no permission to write in " + closed);
    }

    private static void assertRefused(Path root, String reason) {
        for (boolean isRun : new boolean[] {false, true}) {
            assertThatThrownBy(() -> {
                        if (isRun) {
                            Staging.open(root).close();
                        } else {
                            Staging.check(root);
                        }
                    })
                    .isInstanceOfSatisfying(ExportException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                        assertThat(failure.what())
                                .isEqualTo("caravan.staging.dir is '" + root + "', and no files can be written there: "
                                        + reason + ".");
                        assertThat(failure.hint()).isEqualTo("Set it to a folder that this user can write.");
                    });
        }
    }
}
