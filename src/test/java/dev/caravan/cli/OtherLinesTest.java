package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OtherLinesTest {
    private static final String CLEAR_LINE = "\r\u001B[K";
    private static final String CURSOR_UP = "\u001B[1A";

    @Test
    void each_line_that_others_write_takes_the_place_of_the_bar() {
        PrintStream before = System.err;
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        System.setErr(new PrintStream(terminal, true, StandardCharsets.UTF_8));
        try {
            OtherLines others = new OtherLines();
            System.err.print("a ");
            System.err.print("warning\n");
            System.err.print("another\n");
            others.endBar();
            System.err.print("behind it\n");
        } finally {
            System.setErr(before);
        }

        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .isEqualTo(CLEAR_LINE + "a warning\n" + CLEAR_LINE + "another\n" + CURSOR_UP + "behind it\n");
    }
}
