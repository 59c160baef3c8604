package dev.caravan.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void words_stand_to_the_left_and_numbers_to_the_right() {
        assertThat(TextTable.of(
                        List.of("quarter", "provider", "bytes", "revenue"),
                        List.of(
                                List.of("2025-Q1", "Bolts & Sons", "4.2 kB", "1508681.33"),
                                List.of("2025-Q2", "Tanaka", "12 B", "-9.00"))))
                .containsExactly(
                        "quarter  provider       bytes     revenue",
                        "-------  ------------  ------  ----------",
                        "2025-Q1  Bolts & Sons  4.2 kB  1508681.33",
                        "2025-Q2  Tanaka          12 B       -9.00");
    }

    @Test
    void an_answer_without_rows_has_its_header() {
        assertThat(TextTable.of(List.of("a", "bc"), List.of())).containsExactly("a  bc", "-  --");
    }
}
