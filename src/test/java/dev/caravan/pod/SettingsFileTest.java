package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1\nb=2\n c : 3\nd 4\ne",
                "# a = 1\\\nb = 2\n! c = 3\n\n\t\nd = 4",
                "a = 1\\\n   , 2\\\n# not a comment\nb = 3",
                "a = 1\r\nb = 2\r\n\r\nc = 3\r\n",
                "a = 1\rb = 2",
                "a\\ b = 1\na\\=b = 2\na\\:b = 3\nc = d\\\\\ne = \\u00e9 \\t.",
                "a = 1\nb = 2\na = 3\n",
                "a = last\\",
                ""
            })
    void it_has_the_properties_that_java_reads(String text) throws IOException {
        Properties expected = new Properties();
        expected.load(new StringReader(text));
        SettingsFile file = read(text, StandardCharsets.UTF_8);
        assertThat(file.faults()).isEmpty();
        assertThat(file.byKey().values().stream()
                        .collect(Collectors.toMap(SettingsFile.Property::key, SettingsFile.Property::value)))
                .isEqualTo(expected);
    }

    @Test
    void a_property_has_its_first_line_and_the_last_of_a_key_counts() throws IOException {
        SettingsFile file = read("# one\r\na = 1\\\r\n 2\r\nb = 3\r\na = 4\r\n", StandardCharsets.UTF_8);
        assertThat(file.properties())
                .containsExactly(
                        new SettingsFile.Property(2, "a", "12"),
                        new SettingsFile.Property(4, "b", "3"),
                        new SettingsFile.Property(5, "a", "4"));
        assertThat(file.place(file.byKey().get("a"))).isEqualTo(file.path() + ":5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UTF-8      | a = 1\\nb = C:\\users         | :2: b has '\\u' without four hexadecimal digits
            UTF-8      | a = 1\\n\\\\\\users = 1       | :2: the line has '\\u' without four
            UTF-8      | a = \\u00                     | :1: a has '\\u' without four
            UTF-8      | \ufeffa = 1                   | :1: the file begins with a byte order mark
            ISO-8859-1 | a = 1\\nb = gr\u00fcn\\nc = \u00e9 | :2: the line is not in UTF-8. Save the file as UTF-8
            UTF-16     | a = 1                         | :1: the line is not in UTF-8
            UTF-16LE   | a = 1                         | :1: the line is not in UTF-8
            """)
    void a_text_that_cannot_be_read_as_it_is_meant_is_one_fault_with_its_line(String charset, String text, String told)
            throws IOException {
        SettingsFile file = read(text.replace("\\n", "\n"), Charset.forName(charset));
        assertThat(file.faults()).singleElement().satisfies(fault -> assertThat(fault.reason() + " " + fault.hint())
                .startsWith(file.path().toString())
                .contains(told));
        assertThat(file.properties()).isEmpty();
    }

    @Test
    void a_backslash_before_a_backslash_is_no_escape() throws IOException {
        assertThat(read("# C:\\users\na = C:\\\\users\n", StandardCharsets.UTF_8)
                        .faults())
                .isEmpty();
    }

    @Test
    void a_file_that_is_not_there_has_nothing() {
        SettingsFile file = SettingsFile.read(dir.resolve("none"));
        assertThat(file.properties()).isEmpty();
        assertThat(file.faults()).isEmpty();
    }

    private SettingsFile read(String text, Charset charset) throws IOException {
        return SettingsFile.read(Files.write(dir.resolve("test.properties"), text.getBytes(charset)));
    }
}
