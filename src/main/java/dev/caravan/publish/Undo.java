package dev.caravan.publish;

import dev.caravan.error.ExportException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what a publication changes, so that a failed one leaves the lake as it was. */
final class Undo {
    private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

    private final LakeStore store;
    private final String backup;
    private final List<String> created = new ArrayList<>();
    private final Map<String, byte[]> documents = new HashMap<>();
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

    /** Notes that this small object is about to be written, whether it exists or not. */
    void rememberDocument(String key) {
        store.read(key).ifPresentOrElse(version -> documents.put(key, version.bytes()), () -> created.add(key));
    }

    /**
     * Lets go of keys that belong to another run, which was quicker: what lies there is whole, and that run counts on it. A
     * file that was replaced and is not among them is that run's to have removed.
     */
    void leave(Collection<String> theirs) {
        if (replaced != null) {
            created.add(replaced);
            replaced = null;
        }
        created.removeAll(theirs);
    }

    /** Takes everything back as far as the store lets it. */
    void run() {
        try {
            if (replaced != null) {
                store.copy(backup, replaced);
            }
            documents.forEach(store::put);
            store.delete(created);
        } catch (ExportException e) {
            LOG.warn(
                    "A failed publication could not be taken back; the next run of the table mends it: {}",
                    e.getMessage());
        }
    }
}
