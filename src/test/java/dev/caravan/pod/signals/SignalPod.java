package dev.caravan.pod.signals;

import dev.caravan.TestLake;
import dev.caravan.export.ExportResult;
import dev.caravan.export.TableExport;
import dev.caravan.pod.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pod over a lake of its own, and what its management port says of its tables. */
final class SignalPod implements AutoCloseable {
    private static final Pattern SAMPLE = Pattern.compile("(\\w+(?:\\{.*})?) (\\S+)");

    private final TestLake lake;
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;
    private Pod pod;

    SignalPod(String name, Path folder) {
        lake = TestLake.open(name, folder);
        lake.set("caravan.name", name).set("caravan.routes.poll-interval", "100ms");
    }

    TestLake lake() {
        return lake;
    }

    SignalPod start() {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lake.set("caravan.management.port", Integer.toString(port));
        pod = Pod.start(Pod.Purpose.SERVE, lake.config());
        pod.watch(lake.routes());
        return this;
    }

    Pod pod() {
        return pod;
    }

    /** Runs a table now. */
    ExportResult run(String table) {
        return new TableExport(pod.context()).run(table);
    }

    /** What Prometheus gets. */
    String page() {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/observe/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The samples of Caravan, by their names with labels. */
    Map<String, Double> samples() {
        Map<String, Double> samples = new TreeMap<>();
        page().lines().filter(line -> line.startsWith("caravan_")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new AssertionError("no sample: " + line);
            }
            samples.put(sample.group(1), Double.valueOf(sample.group(2)));
        });
        return samples;
    }

    /** Those of one table, without its label. */
    Map<String, Double> samplesOf(String table) {
        Map<String, Double> samples = new TreeMap<>();
        String label = "table=\"" + table + "\"";
        samples().forEach((name, value) -> {
            if (name.contains(label)) {
                samples.put(
                        name.replace("," + label, "").replace(label + ",", "").replace("{" + label + "}", ""), value);
            }
        });
        return samples;
    }

    void stop() {
        if (pod != null) {
            pod.close();
            pod = null;
        }
    }

    @Override
    public void close() {
        stop();
        lake.close();
    }
}
