package dev.caravan.cli;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder of route files, of the commands that read it. */
final class RoutesOption {
    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "The folder of table and route files, *.yaml and *.yml (default: ./routes).")
    private Path routes = Path.of("routes");

    /** The folder as it was named. */
    Path folder() {
        return routes;
    }

    /**
     * The folder, which has to be there.
     *
     * @throws ExportException BAD_CONFIGURATION when it is not
     */
    Path existing() {
        if (!Files.isDirectory(routes)) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "There is no folder " + routes.toAbsolutePath() + ".",
                    "Name the folder of your table files with --routes DIR.");
        }
        return routes;
    }
}
