package dev.caravan.cli;

import dev.caravan.error.Count;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import dev.caravan.lake.Manifest;
import java.util.Locale;

/** One line a run, for logs and pipes. */
class PlainLines implements Console {
    @Override
    public void show(ExportResult result) {
        if (result.runId() != null || !result.isInterrupted()) {
            System.out.println(line(result));
        }
    }

    /** What happened to a table, in one line. */
    static String line(ExportResult result) {
        ExportException failure = result.failure();
        Manifest manifest = result.manifest();
        String published = manifest == null
                ? "nothing published"
                : Count.of(result.rows(), "row") + " in " + Count.of(result.files(), "file") + ", "
                        + bytes(result.bytes())
                        + String.format(Locale.ROOT, ", %.1f s", result.seconds())
                        + rate(result.rowsPerSecond());
        if (result.badValues() > 0) {
            published += "; "
                    + Count.of(
                            result.badValues(), "value that the lake cannot hold", "values that the lake cannot hold")
                    + ", " + Count.of(result.rowsRejected(), "row") + " rejected (see the manifest)";
        }
        if (!result.drift().isEmpty()) {
            published += "; " + String.join("; ", result.drift());
        }
        return failure == null
                ? result.table() + ": " + published
                : result.table() + (result.isInterrupted() ? ": interrupted, " : ": failed, ") + published + ". "
                        + failure.getMessage();
    }

    /** Nothing where it would say nothing: of a small table, all time goes into planning, publishing and crawling. */
    private static String rate(long rowsPerSecond) {
        return rowsPerSecond == 0 ? "" : " (" + Count.of(rowsPerSecond, "row") + "/s)";
    }

    /** A size in units of powers of 1,000. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double size = bytes;
        String unit = "B";
        for (String larger : new String[] {"kB", "MB", "GB", "TB"}) {
            if (size < 999.95) {
                break;
            }
            size /= 1_000;
            unit = larger;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, unit);
    }
}
