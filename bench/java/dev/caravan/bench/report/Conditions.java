package dev.caravan.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What it was measured on and how.
 *
 * @param measured when
 * @param scale of TPC-H; the other tables grow with it
 * @param rounds every contender ran in each
 * @param cores of the machine
 * @param memory of the machine
 * @param system of the machine
 * @param java that ran the JVM contenders
 * @param postgres the server
 */
public record Conditions(
        String measured,
        double scale,
        int rounds,
        int cores,
        String memory,
        String system,
        String java,
        String postgres) {

    /** This machine, now. */
    public static Conditions here(double scale, int rounds, String postgres) {
        return new Conditions(
                Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                scale,
                rounds,
                Runtime.getRuntime().availableProcessors(),
                installed(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "Java " + Runtime.version().feature(),
                postgres);
    }

    private static String installed() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0 / 1024)
                    .map(gibibytes -> String.format(Locale.ROOT, "%.0f GiB", gibibytes))
                    .findFirst()
                    .orElse("unknown memory");
        } catch (IOException e) {
            return "unknown memory";
        }
    }

    /** In one line. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "%s, scale %s, medians of %d round%s; %d core%s, %s, %s, %s, %s",
                measured.substring(0, "2026-01-01".length()),
                scale == Math.rint(scale) ? Long.toString((long) scale) : Double.toString(scale),
                rounds,
                rounds == 1 ? "" : "s",
                cores,
                cores == 1 ? "" : "s",
                memory,
                system,
                java,
                postgres);
    }
}
