package dev.caravan.bench.measure;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a process is started: the settings of the shell that might lead a contender elsewhere are taken away first.
 *
 * @param command program and arguments
 * @param variables what its environment has besides
 * @param log where its standard error goes
 */
public record Program(List<String> command, Map<String, String> variables, Path log) {
    private static final List<String> MISLEADING = List.of("CARAVAN_", "AWS_", "PG", "SPARK_", "JAVA_TOOL_OPTIONS");

    public Program {
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
    }

    /** The command that runs a class in a JVM of the same version as this one. */
    public static List<String> java(List<String> options, String classPath, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts it, with both other streams to be read and written here. */
    Process start() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> MISLEADING.stream().anyMatch(name::startsWith));
        builder.environment().putAll(variables);
        File file = log.toFile();
        try {
            return builder.redirectError(Redirect.appendTo(file)).start();
        } catch (IOException e) {
            throw new ProgramFailed(command.get(0) + " does not start: " + e.getMessage(), e);
        }
    }

    ProgramFailed failed(String what, @Nullable Exception cause) {
        return new ProgramFailed(what + "; " + log + " may tell more", cause);
    }
}
