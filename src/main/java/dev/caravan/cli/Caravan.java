package dev.caravan.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's root. */
@Command(
        name = "caravan",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class},
        description = "Moves PostgreSQL tables into Parquet files on S3 and keeps the AWS Glue catalog true.")
public final class Caravan {

    /** The command line with every command of production. */
    public static CommandLine commandLine() {
        return new CommandLine(new Caravan());
    }
}
