package dev.caravan.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Finds lines of a shell that call Caravan in a way that it does not understand. */
final class CommandLines {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "shell", "console");
    private static final Set<String> NAMES = Set.of("caravan", "./caravan");

    /** What is left out. */
    private static final String REST = "…";

    private CommandLines() {}

    /** Of the blocks for a shell, and of the code within lines. */
    static List<String> faults(Document document) {
        List<String> faults = new ArrayList<>();
        for (Document.Block block : document.blocks()) {
            if (SHELLS.contains(block.language())) {
                ShellText.commands(block.lines(), block.line()).forEach(command -> fault(command, true)
                        .ifPresent(fault -> faults.add(document.at(command.line()) + fault)));
            }
        }
        for (Document.Span span : document.spans()) {
            ShellText.commands(List.of(span.code()), span.line()).forEach(command -> fault(command, false)
                    .ifPresent(fault -> faults.add(document.at(command.line()) + fault)));
        }
        return faults;
    }

    /** How many calls of Caravan a document has in its blocks. */
    static long calls(Document document) {
        return document.blocks().stream()
                .filter(block -> SHELLS.contains(block.language()))
                .flatMap(block -> ShellText.commands(block.lines(), block.line()).stream())
                .filter(command -> NAMES.contains(command.words().get(0)))
                .count();
    }

    /** What is wrong with a command, if it is one of Caravan; {@code isWhole} where nothing may be left out. */
    static Optional<String> fault(ShellText.Command command, boolean isWhole) {
        if (!NAMES.contains(command.words().get(0))) {
            return Optional.empty();
        }
        List<String> words =
                command.words().stream().takeWhile(word -> !word.equals(REST)).toList();
        CommandLine root = Commands.root();
        try {
            root.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        } catch (MissingParameterException e) {
            return isWhole && words.equals(command.words()) ? Optional.of(said(words, e)) : Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(said(words, e));
        }
        return Optional.empty();
    }

    private static String said(List<String> words, ParameterException refusal) {
        return "'" + String.join(" ", words) + "' is refused: " + refusal.getMessage();
    }
}
