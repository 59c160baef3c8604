package dev.caravan.publish;

import dev.caravan.lake.Intent;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.StateDocument;
import dev.caravan.plan.RunId;
import java.util.ArrayList;
import java.util.List;

/** A run that failed permanently: what its attempts have uploaded goes, since the table may never be published again. */
public final class FailedRun {
    private FailedRun() {}

    /**
     * Removes the uploads of all attempts of an execution of a run, unless a publication of it is half done, which needs them.
     *
     * @param attempt one of its attempts
     * @param uploaded where its files were uploaded
     */
    public static void removeUploads(LakeStore store, Layout layout, String runId, String attempt, RunFolder uploaded) {
        Intent open = new StateDocument(store, layout).read().state().publishing();
        if (open != null && open.runId().equals(runId) && RunId.isSameExecution(open.attempt(), attempt)) {
            return;
        }
        String folder = layout.uploads(runId);
        List<String> keys = new ArrayList<>(store.list(folder).stream()
                .map(LakeStore.Entry::key)
                .filter(key -> RunId.isSameExecution(key.substring(folder.length()), attempt))
                .toList());
        if (uploaded.place() != RunFolder.Place.UPLOADS) {
            store.list(uploaded.ofRun(layout, runId)).stream()
                    .map(LakeStore.Entry::key)
                    .filter(key -> Uploads.isOurs(uploaded, layout, runId, attempt, key))
                    .forEach(keys::add);
        }
        if (uploaded.hasClaim()) {
            keys.add(layout.claim(runId));
        }
        store.delete(keys);
    }
}
