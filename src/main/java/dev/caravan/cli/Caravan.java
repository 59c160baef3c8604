package dev.caravan.cli;

import java.util.ServiceLoader;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's root: finds the commands that are on the class path, in the order of their names. */
@Command(
        name = "caravan",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Moves PostgreSQL tables into Parquet files on S3 and keeps the AWS Glue catalog true.")
public final class Caravan {

    /** The command line with every command found. */
    public static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Caravan());
        TreeMap<String, CommandLine> found = new TreeMap<>();
        for (Subcommand subcommand : ServiceLoader.load(Subcommand.class)) {
            CommandLine line = new CommandLine(subcommand);
            found.put(line.getCommandName(), line);
        }
        found.forEach(root::addSubcommand);
        return root;
    }
}
