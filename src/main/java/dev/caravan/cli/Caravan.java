package dev.caravan.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/** The launcher's root. */
@Command(
        name = "caravan",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CleanCommand.class,
            ExportCommand.class,
            RollbackCommand.class,
            RunCommand.class,
            RunsCommand.class,
            ScaffoldCommand.class,
            TypesCommand.class,
            ValidateCommand.class,
            VerifyCommand.class
        },
        description = "Exports PostgreSQL tables to Parquet files on S3 and keeps the AWS Glue catalog up to date.")
public final class Caravan {

    /** The command line with every command of production, and further ones. */
    public static CommandLine commandLine(Object... further) {
        CommandLog.bridge();
        CommandLine line = new CommandLine(new Caravan());
        for (Object command : further) {
            line.addSubcommand(command);
        }
        withVersion(line);
        line.setColorScheme(Help.defaultColorScheme(Terminal.hasColours() ? Help.Ansi.ON : Help.Ansi.OFF));
        ClearFailure failure = new ClearFailure(line.getParameterExceptionHandler());
        return line.setExecutionExceptionHandler(failure).setParameterExceptionHandler(failure);
    }

    /** Each command has the option, so each has the answer. */
    private static void withVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new Version());
        line.getSubcommands().values().forEach(Caravan::withVersion);
    }
}
