package dev.caravan.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.proof.ColumnSum;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What the manifest of a run says that its files hold. A document that is not the manifest of this run proves nothing, least of all by
 * naming no files.
 *
 * @param rows of all files
 * @param files where they lie, in their order
 * @param checksums what their columns add up to; none when the run was published without
 */
record PublishedManifest(long rows, List<Entry> files, List<ColumnSum> checksums) {
    /** A file. */
    record Entry(String key, long rows, long bytes, String crc32c) {}

    /** A part that the document lacks, or that is another one. */
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    /**
     * Reads it.
     *
     * @param key where it lies
     * @param attempt the attempt of the run whose files are in the lake
     * @throws ExportException BAD_CONFIGURATION when there is none; VERIFICATION_FAILED when it is not the manifest of this run
     */
    static PublishedManifest of(LakeStore store, String key, String table, String run, String attempt) {
        String name =
                "The manifest of run " + run + " of table " + table + ", s3://" + store.bucket() + "/" + key + ",";
        LakeStore.Version found = store.read(key)
                .orElseThrow(() -> new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        name + " is gone.",
                        "Without it nothing can be proven; run the table again."));
        JsonNode manifest = Json.tree(name, found.bytes());
        try {
            same(manifest, "table", table);
            same(manifest, "runId", run);
            same(manifest, "attempt", attempt);
            return new PublishedManifest(number(manifest, "rows"), files(manifest), checksums(manifest));
        } catch (Unfit e) {
            throw new ExportException(
                    ErrorCode.VERIFICATION_FAILED,
                    name + " is not what was published: " + e.getMessage() + ".",
                    "Nothing of the run can be proven. Find out who else writes under _caravan/, and run the table again.",
                    e);
        }
    }

    private static List<Entry> files(JsonNode manifest) {
        List<Entry> files = new ArrayList<>();
        for (JsonNode file : list(manifest, "files")) {
            files.add(new Entry(text(file, "key"), number(file, "rows"), number(file, "bytes"), text(file, "crc32c")));
        }
        return files;
    }

    private static List<ColumnSum> checksums(JsonNode manifest) {
        List<ColumnSum> sums = new ArrayList<>();
        if (manifest.has("checksums")) {
            for (JsonNode sum : list(manifest, "checksums")) {
                sums.add(new ColumnSum(text(sum, "column"), number(sum, "values"), sum(text(sum, "sum"))));
            }
        }
        return sums;
    }

    private static BigInteger sum(String digits) {
        try {
            return new BigInteger(digits);
        } catch (NumberFormatException e) {
            throw new Unfit("a checksum is '" + digits + "', which is no number");
        }
    }

    private static void same(JsonNode manifest, String field, String expected) {
        String found = text(manifest, field);
        if (!found.equals(expected)) {
            throw new Unfit("its " + field + " is " + found + ", not " + expected);
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new Unfit("it has no text at " + field);
        }
        return value.asText();
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Unfit("it has no number at " + field);
        }
        return value.asLong();
    }

    private static JsonNode list(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isArray()) {
            throw new Unfit("it has no list at " + field);
        }
        return value;
    }
}
