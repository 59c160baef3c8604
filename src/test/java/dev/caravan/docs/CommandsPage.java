package dev.caravan.docs;

import dev.caravan.error.Exit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/commands.md}: the usage text of every command, as {@code --help} prints it, and the exit codes. */
final class CommandsPage {
    /** That of {@code --help}. */
    static final int WIDTH = 80;

    /** What comes from outside of the commands. */
    private static final List<List<String>> OTHER_EXITS = List.of(
            List.of("`3`", "The heap is too small. Raise it: `CARAVAN_JAVA_OPTS=-Xmx2g`."),
            List.of(
                    "`130`, `143`",
                    "`export` was ended by Ctrl-C or SIGTERM. What was being published is published whole, nothing else is."));

    /** Not in the production jar. */
    private static final Set<String> NOT_IN_PRODUCTION = Set.of("caravan bench", "caravan demo", "caravan local");

    private CommandsPage() {}

    static String markdown() {
        return Markdown.head("Commands")
                + "`./caravan` runs a command in a checkout. In a container of the image, the command is the argument,"
                + " `run --routes /routes` by default. The image does not have "
                + NOT_IN_PRODUCTION.stream().sorted().map(Markdown::code).collect(Collectors.joining(", "))
                + ".\n\n## Exit codes\n\n"
                + Markdown.table(List.of("exit code", "meaning"), exits())
                + "\n`run` and `local` end with 0 after SIGTERM.\n"
                + Commands.all().entrySet().stream()
                        .map(command -> section(command.getKey(), command.getValue()))
                        .collect(Collectors.joining());
    }

    private static List<List<String>> exits() {
        List<List<String>> exits = new ArrayList<>();
        Arrays.stream(Exit.values())
                .map(exit -> List.of("`" + exit.code() + "`", Markdown.text(exit.meaning())))
                .forEach(exits::add);
        exits.addAll(OTHER_EXITS);
        return exits;
    }

    private static String section(String name, CommandLine command) {
        String usage = command.setUsageHelpWidth(WIDTH).getUsageMessage(Ansi.OFF);
        return "\n## " + name + "\n\n```text\n"
                + usage.lines()
                        .map(String::stripTrailing)
                        .collect(Collectors.joining("\n"))
                        .strip() + "\n```\n";
    }
}
