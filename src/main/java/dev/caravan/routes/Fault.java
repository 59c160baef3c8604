package dev.caravan.routes;

import java.nio.file.Path;

/**
 * One thing wrong with one route file.
 *
 * @param file the file, as the folder was named by the user
 * @param line the line, counted from 1
 * @param reason what is wrong, with the value and the rule; a sentence with its full stop
 * @param hint what to do about it; a sentence with its full stop
 */
public record Fault(Path file, int line, String reason, String hint) implements Comparable<Fault> {
    /** Reasons repeat values of the file, which may be long and hold line breaks. */
    private static final int MAX_TEXT = 2_000;

    /** Keeps both sentences short enough for a log line, and on one line. */
    public Fault {
        reason = line(reason);
        hint = line(hint);
    }

    private static String line(String text) {
        String line = text.codePoints().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cntrl}+", " ") : text;
        return line.length() <= MAX_TEXT
                ? line
                : line.substring(0, MAX_TEXT / 2) + " … " + line.substring(line.length() - MAX_TEXT / 2);
    }

    /** One line that terminals and editors can follow: {@code FILE:LINE: reason. Hint.} */
    @Override
    public String toString() {
        return file + ":" + line + ": " + reason + " " + hint;
    }

    /** By file, then line. */
    @Override
    public int compareTo(Fault other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Integer.compare(line, other.line);
    }
}
