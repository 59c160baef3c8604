package dev.caravan.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void one_is_singular_and_thousands_are_grouped() {
        assertThat(Count.of(0, "row")).isEqualTo("0 rows");
        assertThat(Count.of(1, "row")).isEqualTo("1 row");
        assertThat(Count.of(1_234_567, "row")).isEqualTo("1,234,567 rows");
        assertThat(Count.of(1, "file is", "files are")).isEqualTo("1 file is");
        assertThat(Count.of(2, "file is", "files are")).isEqualTo("2 files are");
    }
}
