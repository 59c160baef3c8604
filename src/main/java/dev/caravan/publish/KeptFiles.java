package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.lake.Json;
import dev.caravan.lake.KeptRun;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of earlier runs. */
public final class KeptFiles {
    private KeptFiles() {}

    /** The keys of a run's files, as its manifest names them; none when it is gone, since nothing else says what is ours. */
    public static List<String> of(LakeStore store, Layout layout, KeptRun run) {
        List<String> keys = new ArrayList<>();
        Optional<JsonNode> manifest = store.read(run.manifest()).map(found -> Json.tree(found.bytes()));
        // A later execution of the same run may have written another one.
        manifest.filter(document -> document.path("attempt").asText().equals(run.attempt()))
                .ifPresent(document -> document.path("files")
                        .forEach(file -> keys.add(file.path("key").asText())));
        keys.removeIf(
                key -> !(key.startsWith(run.location()) || (run.byPartition() && key.startsWith(layout.beside()))));
        return keys;
    }
}
