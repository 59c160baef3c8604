package dev.caravan.bench.contender;

import dev.caravan.Main;
import dev.caravan.bench.data.Source;
import dev.caravan.bench.measure.Program;
import dev.caravan.local.machine.LocalFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where contenders find what they need.
 *
 * @param source the PostgreSQL
 * @param lakeVariables the environment that leads Caravan to the S3
 * @param bucket the folder that S3 shows as the lake's bucket
 * @param work scratch, which goes at the end
 * @param log takes what the contenders' processes say on standard error
 */
public record Places(Source source, Map<String, String> lakeVariables, Path bucket, Path work, Path log) {
    /** A debugger or an agent of this process is nothing for a process that is measured. */
    private static final List<String> OF_THIS_PROCESS = List.of("-agentlib", "-javaagent", "-Xrun", "-Xdebug");

    /** What the launcher gives the benchmark, and what it gives an export. */
    private static final String HEAP_OF_BENCH = "-Xmx512m";

    private static final String HEAP_OF_EXPORT = "-Xmx152m";

    public Places {
        lakeVariables = Map.copyOf(lakeVariables);
    }

    /** A fresh folder. */
    public Path fresh(String name) {
        Path folder = work.resolve(name);
        LocalFolder.remove(folder);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process of this very build, in a JVM as the launcher starts it. */
    Program product(Class<?> main, String... arguments) {
        List<String> options =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.removeIf(option -> OF_THIS_PROCESS.stream().anyMatch(option::startsWith));
        options.replaceAll(option -> option.equals(HEAP_OF_BENCH) ? HEAP_OF_EXPORT : option);
        // The plain-EIP form takes a java.sql.Timestamp in no other zone.
        options.add("-Duser.timezone=UTC");
        return java(options, System.getProperty("java.class.path"), main.getName(), arguments);
    }

    /** One {@code caravan export}. */
    Program export(Path routes, String table) {
        return product(
                Main.class, "export", "--json", "--config", config().toString(), "--routes", routes.toString(), table);
    }

    /** A process of this very build that is no product of ours, in a JVM as small as it needs. */
    Program small(Class<?> main, String... arguments) {
        List<String> options = List.of("-Xmx64m", "-XX:+UseSerialGC");
        return java(options, System.getProperty("java.class.path"), main.getName(), arguments);
    }

    Program java(List<String> options, String classPath, String main, String... arguments) {
        return new Program(Program.java(options, classPath, main, arguments), variables(), log);
    }

    /** The environment of every contender. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(lakeVariables);
        variables.putAll(source.caravanVariables());
        variables.put("CARAVAN_STAGING_DIR", work.resolve("staging").toString());
        // What fails is to be seen, not to be tried again while the clock runs.
        variables.put("CARAVAN_RETRY_MAXIMUM", "0");
        variables.put("CARAVAN_UPLOAD_RETRY_MAXIMUM", "0");
        return variables;
    }

    /** An empty properties file, so that one in the user's folder has no say. */
    Path config() {
        try {
            return Files.writeString(work.resolve("application.properties"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
