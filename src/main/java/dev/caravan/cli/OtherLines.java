package dev.caravan.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Lets others write lines to a terminal that shows a progress bar. The bar is in the line of the cursor; a line that is written takes its
 * place, and the bar draws itself again below.
 */
final class OtherLines {
    /** The bar ends with a line feed even when it clears its line, which would leave an empty one. */
    private static final String LINE_UP = "\u001B[1A";

    private static final String CLEAR_LINE = "\r\u001B[K";

    private final PrintStream terminal = System.err;

    /** Makes room in standard error from now on. */
    OtherLines() {
        System.setErr(new PrintStream(new Lines(terminal), true, Charset.defaultCharset()));
    }

    /** Clears the bar at the beginning of each line. */
    private static final class Lines extends FilterOutputStream {
        private boolean isBeginning = true;

        Lines(PrintStream terminal) {
            super(terminal);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            if (isBeginning) {
                out.write(CLEAR_LINE.getBytes(Charset.defaultCharset()));
            }
            out.write(bytes, offset, length);
            isBeginning = bytes[offset + length - 1] == '\n';
        }
    }

    /** What draws the bar; by default it would move the cursor up to where it believes that the bar is. */
    ProgressBarConsumer drawing() {
        return new ConsoleProgressBarConsumer(terminal);
    }

    /** Draws this where the bar will be. */
    void draw(String text) {
        print(CLEAR_LINE + text);
    }

    /** Makes room for a line of standard output. */
    void clearLine() {
        print(CLEAR_LINE);
    }

    /** The bar is gone. */
    void endBar() {
        System.setErr(terminal);
        print(LINE_UP);
    }

    /** What was drawn goes, and no bar has come in its place. */
    void endLine() {
        System.setErr(terminal);
        print(CLEAR_LINE);
    }

    private void print(String text) {
        terminal.print(text);
        terminal.flush();
    }
}
