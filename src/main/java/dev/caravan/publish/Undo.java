package dev.caravan.publish;

import dev.caravan.error.ExportException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what a publication changes, so that a failed one leaves the lake as it was. */
final class Undo {
    private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

    private final LakeStore store;
    private final String backup;
    private final List<String> created = new ArrayList<>();
    private @Nullable String replaced;

    /**
     * Nothing to undo yet.
     *
     * @param backup where an object that is replaced is kept meanwhile
     */
    Undo(LakeStore store, String backup) {
        this.store = store;
        this.backup = backup;
    }

    /** Notes that this key is about to be written; what it holds is kept when it exists. At most one key may exist. */
    void remember(String key, boolean exists) {
        if (exists) {
            store.copy(key, backup);
            replaced = key;
        } else {
            created.add(key);
        }
    }

    /** Takes everything back as far as the store lets it. */
    void run() {
        try {
            if (replaced != null) {
                store.copy(backup, replaced);
            }
            store.delete(created);
        } catch (ExportException e) {
            LOG.warn(
                    "A failed publication could not be taken back; the next run of the table mends it: {}",
                    e.getMessage());
        }
    }
}
