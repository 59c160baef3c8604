package dev.caravan.component;

import dev.caravan.component.RunEnd.Failure;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What one table of a group knows of those that have not come yet, and for how long it waits for them. */
final class Absence {
    /** A table whose file is being loaded or replaced has a route again after this. */
    private static final Duration LOADED_WITHIN = Duration.ofSeconds(30);

    private final SnapshotGroups groups;
    private final String group;
    private final GroupMember.Arrival arrival;
    private final Instant begun = Instant.now();
    private Instant underWay = begun;

    Absence(SnapshotGroups groups, String group, GroupMember.Arrival arrival) {
        this.groups = groups;
        this.group = group;
        this.arrival = arrival;
    }

    /**
     * Looks at them.
     *
     * @throws ExportException when one of them will not come
     * @throws GroupSkipped when one of them does not come at this fire
     */
    void look(Set<String> missing) {
        Instant now = Instant.now();
        missing.forEach(this::lookAtEnd);
        if (now.isAfter(begun.plus(Collections.min(List.of(LOADED_WITHIN, groups.timeout()))))) {
            List<String> gone = missing.stream().filter(groups::cannotRun).toList();
            if (!gone.isEmpty()) {
                throw new ExportException(
                        ErrorCode.GROUP_INCOMPLETE,
                        "Group " + group + " is not exported, because " + named(gone)
                                + " cannot run: its file is not loaded, or its route is stopped.",
                        "Correct the file (caravan validate names its errors), start the route, or take the table out of the group.");
            }
        }
        if (groups.isUnderWay(missing)) {
            underWay = now;
        } else if (now.isAfter(underWay.plus(groups.timeout())) && !missing.isEmpty()) {
            throw new ExportException(
                    ErrorCode.GROUP_INCOMPLETE,
                    "Group " + group + " is not exported: " + arrival.request().tableId() + " has waited for "
                            + groups.timeout().toSeconds() + " s, and " + named(List.copyOf(missing))
                            + " did not run.",
                    "Give all tables of the group the same schedule, export it with caravan export, or raise "
                            + SnapshotGroups.TIMEOUT + ".");
        }
    }

    private void lookAtEnd(String table) {
        SnapshotGroups.End end = groups.endOf(table);
        if (end == null || !end.at().isAfter(arrival.since())) {
            return;
        }
        if (SnapshotGroups.isCovered(end.run(), arrival)) {
            throw new GroupSkipped(
                    "table " + table + " of group " + group + " has no run at this fire: its previous run was"
                            + " still going on, or another process has published this one");
        }
        Failure failure = end.run().failure();
        throw failure == null
                ? new ExportException(
                        ErrorCode.GROUP_INCOMPLETE,
                        "Group " + group + " is not exported, because the run of " + table
                                + " ended without a publication.",
                        "See its lines in the log.")
                : new ExportException(
                        failure.error().code(),
                        "Table " + table + " of group " + group + " failed, so none of its tables is published: "
                                + failure.error().what(),
                        failure.error().hint(),
                        failure.cause());
    }

    private static String named(List<String> tables) {
        return (tables.size() == 1 ? "table " : "tables ") + String.join(", ", tables);
    }
}
