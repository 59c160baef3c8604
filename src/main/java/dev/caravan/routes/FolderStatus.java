package dev.caravan.routes;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder after one look at it.
 *
 * @param at when
 * @param loaded the files whose routes run, by name; also those whose newer content is rejected
 * @param rejected every fault of the files whose content does not run
 * @param waiting the files whose change waits for a run in flight to end
 * @param folderFault why the folder cannot be read, or null
 */
public record FolderStatus(
        Instant at,
        List<String> loaded,
        List<Fault> rejected,
        List<String> waiting,
        @Nullable String folderFault) {

    /** How many files have content that does not run. */
    public long rejectedFiles() {
        return rejected.stream().map(Fault::file).distinct().count();
    }

    /** Whether the running routes are what the folder says. */
    public boolean sound() {
        return rejected.isEmpty() && folderFault == null;
    }
}
