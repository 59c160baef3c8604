package dev.caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.error.ExportException;
import dev.caravan.read.RejectedRow;
import dev.caravan.write.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows on their way to the lake are nobody else's to read, and no folder of somebody else is used for them. */
class PrivateStagingTest {
    @TempDir
    Path dir;

    @Test
    void everyFolderIs0700AndEveryFile0600() throws Exception {
        Path root = dir.resolve("a/staging");
        try (Staging staging = Staging.open(root)) {
            Path run = staging.folder("orders", "run");
            PrivateFiles.createFolders(run);
            try (OutputStream data = PrivateFiles.create(run.resolve("orders.parquet"))) {
                data.write(1);
            }
            try (RejectsFile rejects = new RejectsFile(staging.folder("users", "run"), "users", "run", 0)) {
                rejects.write(new RejectedRow(1, Map.of(), List.of(), Map.of()));
                assertThat(rejects.finish()).hasSize(1);
            }
            try (Stream<Path> all = Files.walk(root)) {
                assertThat(all.toList()).hasSizeGreaterThan(6).allSatisfy(path -> assertThat(mode(path))
                        .as("%s", path)
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
            }
        }
    }

    @Test
    void aFolderThatWasOpenIsClosed() throws Exception {
        Path root = Files.createDirectory(dir.resolve("open"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

        Staging.open(root).close();

        assertThat(mode(root)).isEqualTo("rwx------");
    }

    @Test
    void aFolderThatHoldsOtherThingsStaysAsItIs() throws Exception {
        Path root = Files.createDirectory(dir.resolve("home"));
        Files.createFile(root.resolve("letter"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));

        Staging.open(root).close();

        assertThat(mode(root)).isEqualTo("rwxr-xr-x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwxrwxr-x", "rwxrwx---", "rwx------"})
    void theRootOfAVolumeMayBeOfAnotherUserAndStaysAsItIs(String mode) throws Exception {
        Path volume = others(dir, "volume", mode);
        Path below = others(volume, "staging", mode);
        Path link = Files.createSymbolicLink(dir.resolve("link"), volume);

        for (Path root : List.of(volume, below, link)) {
            try (Staging staging = Staging.open(root)) {
                Path own = staging.folder("orders", "run").getParent().getParent();
                assertThat(mode(own)).isEqualTo("rwx------");
                assertThat(own.getParent()).isEqualTo(root);
            }
            assertThat(mode(root)).isEqualTo(mode);
        }
    }

    @Test
    void aFolderThatAStrangerMayHaveMadeIsRefusedAndNothingStaysInIt() throws Exception {
        Path temporary = Files.createDirectory(dir.resolve("tmp"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), Files.createDirectory(dir.resolve("own")));
        Path linkToOthers = Files.createSymbolicLink(dir.resolve("further"), others(dir, "target", "rwxrwxr-x"));
        assumeTrue(give(link) && give(linkToOthers), "only root can give files away");
        Path above = others(temporary, "above", "rwxr-xr-x");
        Path toOthers = Files.createSymbolicLink(dir.resolve("mine"), above);

        for (Path root : List.of(
                link,
                linkToOthers,
                toOthers,
                others(dir, "open", "rwxrwxrwx"),
                others(dir, "writable", "rwxr-x-w-"),
                others(temporary, "squatted", "rwxrwx---"),
                others(above, "below", "rwxrwx---"),
                others(others(dir, "opened", "rwxrwxrwx"), "inside", "rwxr-xr-x"))) {
            assertThatThrownBy(() -> Staging.open(root))
                    .as("%s", root)
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("The staging folder " + root + " was made by another user")
                    .hasMessageContaining("caravan.staging.dir")
                    .hasMessageContaining("chmod o-w");
            try (Stream<Path> left = Files.list(root)) {
                assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("process-"));
            }
        }
    }

    @Test
    void theSweepFollowsNoLinks() throws Exception {
        Path root = Files.createDirectory(dir.resolve("root"));
        Path letters = Files.createDirectory(dir.resolve("letters"));
        Files.createFile(letters.resolve(".lock"));
        Files.createFile(letters.resolve("letter"));
        Files.createSymbolicLink(root.resolve("process-x"), letters);

        Staging.open(root).close();

        assertThat(letters.resolve("letter")).exists();
    }

    private static Path others(Path parent, String name, String mode) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(parent.resolve(name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        assumeTrue(give(folder), "only root can give files away");
        return folder;
    }

    private static boolean give(Path path) throws IOException, InterruptedException {
        return new ProcessBuilder("chown", "-h", "65534", path.toString())
                        .start()
                        .waitFor()
                == 0;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
