package dev.caravan.docs;

import java.util.ArrayList;
import java.util.List;

/** Splits lines of a shell into commands and their words. */
final class ShellText {
    private ShellText() {}

    /**
     * The commands of a script: words without quotes, assignments before the command, redirections and comments.
     *
     * @param line the number of its first line, counted from 1
     */
    static List<Command> commands(List<String> script, int line) {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < script.size(); i++) {
            int begin = i;
            StringBuilder whole = new StringBuilder(script.get(i));
            while (whole.length() > 0 && whole.charAt(whole.length() - 1) == '\\' && i + 1 < script.size()) {
                whole.setLength(whole.length() - 1);
                whole.append(script.get(++i));
            }
            new Reader(whole.toString()).commands().forEach(words -> commands.add(new Command(line + begin, words)));
        }
        return commands;
    }

    /**
     * A command.
     *
     * @param line counted from 1
     * @param words its name and its arguments; never empty
     */
    record Command(int line, List<String> words) {}

    /** Reads one line. */
    private static final class Reader {
        private final String text;
        private final List<List<String>> commands = new ArrayList<>();
        private List<String> words = new ArrayList<>();
        private StringBuilder word = new StringBuilder();
        private boolean isWord;
        private boolean isTarget;
        private int at;

        Reader(String text) {
            this.text = text.startsWith("$ ") ? text.substring(2) : text;
        }

        List<List<String>> commands() {
            for (; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\'' || c == '"') {
                    quoted(c);
                } else if (c == '#' && !isWord) {
                    break;
                } else if (Character.isWhitespace(c)) {
                    endWord();
                } else if (c == '&' || c == '|' || c == ';' || c == '(' || c == ')') {
                    endCommand();
                } else if (c == '>' || c == '<') {
                    redirection();
                } else {
                    word.append(c);
                    isWord = true;
                }
            }
            endCommand();
            return commands;
        }

        private void quoted(char quote) {
            isWord = true;
            for (at++; at < text.length() && text.charAt(at) != quote; at++) {
                word.append(text.charAt(at));
            }
        }

        private void redirection() {
            if (word.toString().matches("\\d")) {
                word = new StringBuilder();
                isWord = false;
            }
            endWord();
            isTarget = true;
            if (text.startsWith("&", at + 1)) {
                at++;
            }
        }

        private void endWord() {
            boolean isAssignment = words.isEmpty() && word.toString().matches("(?s)[A-Za-z_]\\w*=.*");
            if (isWord && !isTarget && !isAssignment) {
                words.add(word.toString());
            }
            isTarget = isTarget && !isWord;
            word = new StringBuilder();
            isWord = false;
        }

        private void endCommand() {
            endWord();
            isTarget = false;
            if (!words.isEmpty()) {
                commands.add(words);
            }
            words = new ArrayList<>();
        }
    }
}
