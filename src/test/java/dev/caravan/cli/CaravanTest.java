package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What all commands have in common. */
class CaravanTest {
    private static final int WIDTH = 80;

    @Test
    void every_command_tells_its_version_and_its_java() {
        for (CommandLine command : commands(Caravan.commandLine())) {
            assertThat(printed(command, "--version").lines())
                    .satisfiesExactly(
                            line -> assertThat(line).matches("caravan \\d+\\.\\d+\\.\\d+\\S*( \\(revision \\S+\\))?"),
                            line -> assertThat(line).startsWith("Java " + Runtime.version()));
        }
    }

    @Test
    void help_and_errors_have_no_colours_where_nobody_sees_them_and_fit_into_80_columns() {
        for (CommandLine command : commands(Caravan.commandLine())) {
            for (String argument : new String[] {"--help", "--no-such-option"}) {
                assertThat(printed(command, argument))
                        .isNotBlank()
                        .doesNotContain("\u001B")
                        .satisfies(text -> assertThat(text.lines())
                                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH)));
            }
        }
    }

    private static List<CommandLine> commands(CommandLine root) {
        List<CommandLine> commands = new ArrayList<>(List.of(root));
        root.getSubcommands().values().forEach(command -> commands.addAll(commands(command)));
        return commands;
    }

    private static String printed(CommandLine command, String argument) {
        StringWriter printed = new StringWriter();
        command.setOut(new PrintWriter(printed, true)).setErr(new PrintWriter(printed, true));
        command.execute(argument);
        return printed.toString();
    }
}
