package dev.caravan.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.error.ExportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    private Path folder;

    @Test
    void a_folder_of_other_things_is_refused_and_left_as_it_is() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "mine");

        assertThatThrownBy(() -> DemoFolder.taken(folder))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(folder + " holds other things than a demo's.")
                .hasMessageContaining("--dir");
        assertThat(folder).isDirectoryContaining(file -> file.equals(letter));
        assertThat(letter).hasContent("mine");
    }

    @Test
    void the_next_demo_replaces_what_the_last_one_made_and_nothing_else() throws IOException {
        DemoFolder first = DemoFolder.taken(folder.resolve("new"));
        Path file =
                Files.createDirectories(first.buckets().resolve("lake/orders")).resolve("orders.parquet");
        Files.writeString(file, "old");
        Path route = Files.writeString(first.routes().resolve("mine.yaml"), "edited");
        Path notes = Files.writeString(first.path().resolve("notes.txt"), "mine");
        first.close();
        assertThat(file).exists();

        DemoFolder.taken(folder.resolve("new")).close();

        assertThat(file).doesNotExist();
        assertThat(route).doesNotExist();
        assertThat(notes).hasContent("mine");
    }

    @Test
    void two_demos_do_not_share_a_folder() {
        DemoFolder first = DemoFolder.taken(folder);

        assertThatThrownBy(() -> DemoFolder.taken(folder))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("Another demo is at work in " + folder);

        first.close();
        DemoFolder.taken(folder).close();
    }

    @Test
    void a_file_in_its_place_is_refused_with_the_mend() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertThatThrownBy(() -> DemoFolder.taken(file))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("--dir");
    }
}
