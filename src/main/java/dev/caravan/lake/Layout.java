package dev.caravan.lake;

import java.util.Locale;

/**
 * Where one table lies in the bucket.
 *
 * @param prefix of the whole lake
 * @param tableId the table's name in the lake
 */
public record Layout(String prefix, String tableId) {
    private static final String OWN = "_caravan/";
    private static final String DEAD_LETTERS = "dead-letter/";

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

    /** A file of a table that takes several; run and attempt keep it apart from every other file that was ever published. Its name may begin with the folder of a partition. */
    public String fileOf(String runId, String attempt, String name) {
        int folder = name.lastIndexOf('/') + 1;
        return data() + name.substring(0, folder) + runId + "-" + attempt + "-" + name.substring(folder);
    }

    /** What the folders of runs in the table's folder begin with. */
    public String runs() {
        return data() + "run=";
    }

    /**
     * What the folders of runs beside the table's folder begin with. No table can be named so: the names of tables have no equals sign.
     */
    public String runsBeside() {
        return beside() + "run=";
    }

    /** The folder beside the table's folder, for runs that readers of that folder must not see. Ends in a slash. */
    public String beside() {
        return prefix + "swap=" + tableId + "/";
    }

    /** Says which execution of a run has the folder that is named after the run alone. */
    public String claim(String runId) {
        return uploads(runId) + "claim";
    }

    /** Where uploads of all runs wait for their publication; names that begin with an underscore are invisible to readers. */
    public String uploads() {
        return own() + "uploads/";
    }

    /** Where the uploads of all attempts of a run wait. Ends in a slash. */
    public String uploads(String runId) {
        return uploads() + runId + "/";
    }

    /** Where the uploads of one attempt of a run wait. Ends in a slash. */
    public String uploads(String runId, String attempt) {
        return uploads(runId) + attempt + "/";
    }

    /** Where the single file of the previous run waits while it is being replaced. */
    public String previous(String runId, String attempt) {
        return uploads(runId, attempt) + "previous.parquet";
    }

    /** What is no data file, of all tables. Ends in a slash. */
    public static String own(String prefix) {
        return folder(prefix) + OWN;
    }

    /** The dead letters of all tables. Ends in a slash. */
    public static String deadLetters(String prefix) {
        return own(prefix) + DEAD_LETTERS;
    }

    /** Whether a folder of what is no data file is a table's. */
    public static boolean isTable(String name) {
        return !name.startsWith("_") && !DEAD_LETTERS.equals(name + "/");
    }

    /** Everything of the table that is no data file. Ends in a slash. */
    public String own() {
        return prefix + OWN + tableId + "/";
    }

    /** The manifests. Ends in a slash. */
    public String manifests() {
        return own() + "runs/";
    }

    public String manifest(String runId) {
        return manifests() + runId + ".json";
    }

    /** The rows that policies set aside. Ends in a slash. */
    public String rejects() {
        return own() + "rejects/";
    }

    /** A file of the rows that an attempt of a run set aside, as JSON lines. */
    public String rejects(String runId, String attempt, int number) {
        return rejects() + String.format(Locale.ROOT, "%s-%s-%05d.jsonl", runId, attempt, number);
    }

    public String state() {
        return own() + "state.json";
    }

    /** The dead letters of the table. Ends in a slash. */
    public String deadLetters() {
        return deadLetters(prefix) + tableId + "/";
    }

    public String deadLetter(String runId) {
        return deadLetters() + runId + ".json";
    }

    /**
     * The markers of the publications of all tables that have begun and not ended, in one listing. No table can be named so,
     * because the names of tables begin with a letter or a digit.
     */
    public static String unfinished(String prefix) {
        return folder(prefix) + OWN + "_unfinished/";
    }

    /** The decisions on the publications of groups. Ends in a slash. No table can be named so. */
    public static String groups(String prefix) {
        return own(prefix) + "_groups/";
    }

    /**
     * The decision on one publication of a group.
     *
     * @param attempt no other publication of the group has the same
     */
    public static String decision(String prefix, String group, String attempt) {
        return groups(prefix) + group + "/" + attempt + ".json";
    }

    /** The marker of the publication that an upload waits for. */
    public String unfinishedOf(String upload) {
        String[] names = upload.substring(uploads().length()).split("/", 3);
        return unfinished(names[0], names.length > 2 ? names[1] : "");
    }

    /** The marker of one publication. */
    public String unfinished(String runId, String attempt) {
        return unfinished(prefix) + tableId + "/" + runId + "/" + attempt;
    }
}
