package dev.caravan;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program of Caravan in a process of its own, as a user starts it: with the production log, and nothing inherited. */
public final class Child implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 90;

    private final Process process;
    private final Path out;
    private final Path err;

    private Child(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a main class in a folder.
     *
     * @param environment on top of the environment of the tests without Caravan's and AWS's variables
     * @param arguments options of the JVM first, up to the first that does not begin with {@code -D}
     */
    public static Child start(Path folder, Map<String, String> environment, String mainClass, String... arguments) {
        List<String> all = List.of(arguments);
        List<String> options =
                all.stream().takeWhile(argument -> argument.startsWith("-D")).toList();
        List<String> command = java();
        command.add("-Xmx256m");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(all.subList(options.size(), all.size()));
        return start(folder, environment, command);
    }

    /** The command line of the product, for a test that starts it through another program. */
    public static List<String> caravan(String... arguments) {
        List<String> command = java();
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** This JVM, told as the launcher tells it not to warn of what libraries do. */
    private static List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + Child.class.getResource("/logback.xml"),
                "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        return command;
    }

    /** Starts any program. */
    public static Child start(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Files.createDirectories(folder);
            Path out = Files.createTempFile(folder, "stdout", "");
            Path err = Files.createTempFile(folder, "stderr", "");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment()
                    .keySet()
                    .removeIf(
                            name -> name.startsWith("CARAVAN_") || name.startsWith("AWS_") || name.startsWith("JAVA_"));
            builder.environment().putAll(environment);
            Process process = builder.directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new Child(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and tells its exit code. */
    public int exit() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end; it said: " + out() + err());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Whether it ends by itself within so long. */
    public boolean endsWithin(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGINT, as Ctrl-C sends it; a process that was started in the background of a script ignores it. */
    public void interrupt() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** SIGKILL: it has no say in how it ends. */
    public void kill() {
        process.destroyForcibly();
        exit();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its standard output so far. */
    public String out() {
        return read(out);
    }

    /** Its standard error so far. */
    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Without its empty entries, which mean the working folder and would make ./routes part of the product. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
