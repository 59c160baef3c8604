package dev.caravan.publish;

import java.util.Locale;

/**
 * Where one table lies in the bucket.
 *
 * @param prefix of the whole lake
 * @param tableId the table's name in the lake
 */
public record Layout(String prefix, String tableId) {
    private static final String OWN = "_caravan/";

    public Layout {
        prefix = folder(prefix);
    }

    /** A prefix as the keys of a folder begin: empty, or without a slash at its start and with one at its end. */
    public static String folder(String prefix) {
        String stripped = prefix.replaceAll("^/+|/+$", "");
        return stripped.isEmpty() ? "" : stripped + "/";
    }

    /** The folder of the data files and of nothing else: the crawler's target. Ends in a slash. */
    public String data() {
        return prefix + tableId + "/";
    }

    /** The one key of a table that fits a file, so that replacing it is atomic. */
    public String singleFile() {
        return data() + tableId + ".parquet";
    }

    /** A file of a table that takes several; the run's id keeps it apart from those of other runs. */
    public String fileOf(String runId, String name) {
        return data() + runId + "-" + name;
    }

    /** Where uploads of all runs wait for their publication; names that begin with an underscore are invisible to readers. */
    public String uploads() {
        return prefix + OWN + tableId + "/uploads/";
    }

    /** Where the uploads of one run wait. Ends in a slash. */
    public String uploads(String runId) {
        return uploads() + runId + "/";
    }

    /** Where a file waits for its publication. */
    public String upload(String runId, String name) {
        return uploads(runId) + name;
    }

    /** Where the single file of the run before waits while it is being replaced. */
    public String previous(String runId) {
        return uploads(runId) + "previous.parquet";
    }

    public String manifest(String runId) {
        return prefix + OWN + tableId + "/runs/" + runId + ".json";
    }

    /** A file of the rows that a run set aside, as JSON lines. */
    public String rejects(String runId, int number) {
        return prefix + OWN + tableId + "/rejects/" + String.format(Locale.ROOT, "%s-%05d.jsonl", runId, number);
    }

    public String state() {
        return prefix + OWN + tableId + "/state.json";
    }

    public String deadLetter(String runId) {
        return prefix + OWN + "dead-letter/" + tableId + "/" + runId + ".json";
    }
}
