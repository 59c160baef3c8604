package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tables that commands print. */
class AlignedTableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell_and_rows_end_without_blanks() {
        AlignedTable table = new AlignedTable("COLUMN", "TYPE", "NOTE");
        table.row("id", "int8", "");
        table.row("a_longer_name", "", "a note");

        assertThat(table.toString().lines())
                .containsExactly(
                        "COLUMN         TYPE  NOTE", //
                        "id             int8",
                        "a_longer_name        a note");
    }

    @Test
    void figures_end_at_the_right_under_their_heading() {
        AlignedTable table = new AlignedTable("TABLE", "ROWS", "SIZE", "NOTE").figures("ROWS", "SIZE");
        table.row("a", "1,000", "5 B", "x");
        table.row("b", "", "10 kB", "");

        assertThat(table.toString().lines())
                .containsExactly(
                        "TABLE   ROWS   SIZE  NOTE", //
                        "a      1,000    5 B  x",
                        "b             10 kB");
    }

    @Test
    void cells_are_shown_as_they_are() {
        AlignedTable table = new AlignedTable("COLUMN", "TYPE");
        table.row("@|bold x|@", "a\nb\tc");

        assertThat(table.toString()).endsWith("@|bold x|@  a?b?c");
    }
}
