package dev.caravan.local.demo;

import dev.caravan.local.LocalStack;
import dev.caravan.local.machine.LocalFolder;
import dev.caravan.local.machine.LocalPort;
import dev.caravan.local.postgres.LocalPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs the sample tables once through a pod in a JVM of its own, so that this JVM can learn what a pod needs.
 *
 * <p>Its arguments are the command that starts the pod's JVM, up to its options and class path, for example {@code java
 * -XX:AOTCacheOutput=caravan.aot -cp caravan.jar}. The servers are in this process, so that the pod's JVM knows nothing of them.
 */
public final class Rehearsal {
    private static final long PATIENCE_SECONDS = 300;
    private static final long LOOK_MILLIS = 200;

    private Rehearsal() {}

    /** Exits with 0 when every table was published and the pod's JVM ended well. */
    public static void main(String[] command) throws Exception {
        Path folder = Files.createTempDirectory("caravan-rehearsal");
        int exit;
        try (DemoFolder files = DemoFolder.taken(folder);
                LocalStack stack = LocalStack.builder()
                        .folder(files.buckets())
                        .postgres(LocalPostgres.builder())
                        .start()) {
            exit = rehearse(List.of(command), files, stack);
        } finally {
            LocalFolder.remove(folder);
        }
        System.exit(exit);
    }

    private static int rehearse(List<String> command, DemoFolder files, LocalStack stack)
            throws IOException, InterruptedException {
        SampleDatabase database =
                new SampleDatabase(stack.postgres().jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
        database.fill();
        Set<String> tables = database.tables().keySet();
        for (String table : tables) {
            Files.writeString(files.routes().resolve(table + ".yaml"), everyFewSeconds(table));
        }
        int port = LocalPort.free();
        List<String> whole = new ArrayList<>(command);
        whole.addAll(
                List.of("dev.caravan.Main", "run", "--routes", files.routes().toString()));
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CARAVAN_") || name.startsWith("AWS_"));
        builder.environment().putAll(stack.environment());
        builder.environment().put("CARAVAN_MANAGEMENT_PORT", Integer.toString(port));
        builder.environment().put("CARAVAN_STAGING_DIR", files.staging().toString());
        builder.redirectOutput(files.log().toFile());
        Process pod = builder.start();
        try {
            Path states = stack.s3().folder().resolve(LocalStack.LAKE).resolve("_caravan");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!tables.stream()
                    .allMatch(table -> Files.exists(states.resolve(table).resolve("state.json")))) {
                if (pod.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    System.err.println(Files.readString(files.log()));
                    return 1;
                }
            }
            for (String page : List.of("health/ready", "health/live", "metrics", "jolokia")) {
                ask(URI.create("http://" + LocalPort.HOST + ":" + port + "/observe/" + page));
            }
            pod.destroy();
            return pod.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? pod.exitValue() : 1;
        } finally {
            pod.destroyForcibly();
        }
    }

    /** The table file of the demo with another schedule. */
    private static String everyFewSeconds(String table) throws IOException {
        try (InputStream file = Rehearsal.class.getResourceAsStream("/demo/routes/" + table + ".camel.yaml")) {
            if (file == null) {
                throw new IllegalStateException("the demo has no table file of " + table);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(name: schedule, *value: )\"[^\"]*\"", "$1\"0/5 * * * * ?\"");
        }
    }

    private static void ask(URI page) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
        connection.getResponseCode();
        connection.disconnect();
    }
}
