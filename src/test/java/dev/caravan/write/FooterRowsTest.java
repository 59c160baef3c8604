package dev.caravan.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows from the last bytes of a file, which another program has written. */
class FooterRowsTest {
    @TempDir
    private Path folder;

    private byte[] file = {};
    private int footer;

    @BeforeEach
    void write() throws IOException {
        Path path = folder.resolve("three-groups.parquet");
        try (DuckDb duck = DuckDb.open()) {
            duck.execute("COPY (SELECT i, 'word ' || i AS w FROM range(5000) t(i)) TO '" + path
                    + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        }
        file = Files.readAllBytes(path);
        footer = FooterRows.length(file);
    }

    private byte[] end(int bytes) {
        return Arrays.copyOfRange(file, file.length - bytes, file.length);
    }

    @Test
    void the_rows_of_the_file_and_of_its_row_groups_are_counted() throws IOException {
        assertThat(footer).isBetween(100, file.length / 2);
        assertThat(FooterRows.length(end(FooterRows.TAIL))).isEqualTo(footer);
        assertThat(FooterRows.of(end(footer))).isEqualTo(new FooterRows(5_000, 5_000));
    }

    @Test
    void what_is_not_exactly_the_footer_is_refused() {
        for (int other : new int[] {footer - 1, footer + 1}) {
            assertThatThrownBy(() -> FooterRows.of(end(other)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("its footer is " + footer + " bytes long instead of " + other);
        }
    }

    @Test
    void other_bytes_are_refused() {
        byte[] damaged = end(footer);
        Arrays.fill(damaged, 0, footer - FooterRows.TAIL, (byte) 0xff);
        byte[] negative = end(FooterRows.TAIL);
        negative[3] = (byte) 0xff;

        assertThatThrownBy(() -> FooterRows.of(damaged)).isInstanceOf(IOException.class);
        for (byte[] bytes : new byte[][] {{}, new byte[7], new byte[100], negative}) {
            assertThatThrownBy(() -> FooterRows.length(bytes))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it does not end as a Parquet file does");
        }
    }
}
