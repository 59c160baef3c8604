package dev.caravan.routes;

import java.nio.file.Path;

/**
 * One thing wrong with one route file.
 *
 * @param file the file, as the folder was named by the user
 * @param line the line, counted from 1
 * @param reason what is wrong, with the value and the rule; a sentence with its full stop
 * @param mend what to do about it; a sentence with its full stop
 */
public record Fault(Path file, int line, String reason, String mend) implements Comparable<Fault> {

    /** One line that terminals and editors can follow: {@code FILE:LINE: reason. Mend.} */
    @Override
    public String toString() {
        return file + ":" + line + ": " + reason + " " + mend;
    }

    /** By file, then line. */
    @Override
    public int compareTo(Fault other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Integer.compare(line, other.line);
    }
}
