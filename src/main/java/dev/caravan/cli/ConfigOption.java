package dev.caravan.cli;

import dev.caravan.pod.Pod;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings, of the commands that start a pod. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The properties file to read (default: ./application.properties, if there is one).")
    private @Nullable Path config;

    /** A pod with these settings. */
    Pod start(Pod.Purpose purpose) {
        return Pod.start(purpose, config);
    }
}
