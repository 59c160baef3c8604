package dev.caravan.cleanup;

import dev.caravan.lake.LakeStore.OpenUpload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can go.
 *
 * @param kind what it is
 * @param table the table's name in the lake; of a decision, the name of the group
 * @param subject which one: a folder, a key
 * @param keys the objects; none for a multipart upload
 * @param bytes their size
 * @param upload the multipart upload; null for objects
 */
public record Leftover(
        Kind kind,
        String table,
        String subject,
        List<String> keys,
        long bytes,
        @Nullable OpenUpload upload) {
    /** What it is. */
    public enum Kind {
        /** A multipart upload that nobody will complete. */
        MULTIPART_UPLOAD("multipart upload that nobody will complete"),
        /** Files that were uploaded and never published, or copied. */
        UPLOAD("uploads of a run that ended"),
        /** Data files that neither the state of the table nor the catalog refers to. */
        DATA("data files that nothing refers to"),
        /** Manifests, rejected rows and dead letters that were kept long enough. */
        HISTORY("history that was kept long enough"),
        /** What was decided on the publication of a group that has ended. */
        DECISION("decision on a publication of a group that ended");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    public Leftover {
        keys = List.copyOf(keys);
    }

    static Leftover of(Kind kind, String table, String subject, List<String> keys, long bytes) {
        return new Leftover(kind, table, subject, keys, bytes, null);
    }
}
