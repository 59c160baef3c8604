package dev.caravan.component;

import dev.caravan.plan.TableRequest;
import dev.caravan.source.SharedSnapshot;
import java.util.List;

/** Takes the snapshot of a group. */
@FunctionalInterface
public interface GroupOpening {
    /**
     * A snapshot, until it is ended.
     *
     * @param shared what the tables are read in
     * @param end gives back what holds it; may be called by any thread, and more than once
     */
    record Held(SharedSnapshot shared, Runnable end) {}

    /**
     * Takes it, with every table locked.
     *
     * @throws dev.caravan.error.ExportException when the source cannot be reached, or a lock is not granted in time
     * @throws dev.caravan.schedule.Stopping when the process ends meanwhile
     */
    Held open(List<TableRequest> requests);
}
