package dev.caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated pages are what the declarations of the code say. */
class ReferencePagesTest {
    /** The switch that writes the pages before they are compared. Not caravan.…, which pods of the same JVM would refuse. */
    private static final String WRITE = "docs.write";

    /** How the pages are written anew. */
    static final String COMMAND = "mvn test -Dtest=ReferencePagesTest -D" + WRITE + "=true";

    /** A page and its text. */
    record Page(Path path, Generator generator) {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** Makes the text of a page. */
    interface Generator {
        String markdown() throws IOException;
    }

    static List<Page> pages() {
        return List.of(
                page("commands.md", CommandsPage::markdown),
                page("components.md", ComponentsPage::markdown),
                page("settings.md", SettingsPage::markdown),
                page("table-files.md", TableFilesPage::markdown));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_page_is_what_the_code_declares(Page page) throws IOException {
        String generated = page.generator().markdown();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(page.path(), generated);
        }
        assertThat(page.path())
                .as("%s differs from the code. To write the page anew: %s", page, COMMAND)
                .hasContent(generated);
    }

    @Test
    void text_in_a_table_is_not_taken_for_markup() {
        assertThat(Markdown.text("a|b <name> *.svc _caravan a_b")).isEqualTo("a\\|b \\<name> \\*.svc \\_caravan a_b");
        assertThat(Markdown.code("a|b")).isEqualTo("`a\\|b`");
        assertThat(Markdown.table(List.of("x", "y"), List.of(List.of("1", ""))))
                .isEqualTo("| x | y |\n| --- | --- |\n| 1 | |\n");
    }

    private static Page page(String name, Generator generator) {
        return new Page(Path.of("docs", name), generator);
    }
}
