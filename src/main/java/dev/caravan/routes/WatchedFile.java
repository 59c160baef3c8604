package dev.caravan.routes;

import dev.caravan.routes.FolderContents.Content;
import dev.caravan.routes.OwnedName.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the folder knows of one file: what runs of it, what is to come, and what is wrong with it. */
final class WatchedFile {
    final Path path;
    /** The content of the last look, or null when it was not there. */
    @Nullable
    String seen;
    /** The content that was last acted upon. */
    @Nullable
    String judged;
    /** The same, for judging it again when something else has changed; null when it was not there. */
    @Nullable
    Content content;
    /** The tables of groups that the same content names. */
    List<TableGroups.Member> grouped = List.of();
    /** What runs. */
    @Nullable
    Running running;
    /** What waits for a run in flight to end. */
    @Nullable
    Change waiting;
    /** Whether the triggers are held back for it. */
    boolean held;
    /** Why the content that was last judged does not run. */
    List<Fault> faults = List.of();
    /** Whether what it names outside of itself is all that is wrong, which may come without a change of the file. */
    boolean hasUnmetNeeds;
    /** The faults that were last logged, so that each is logged once. */
    List<Fault> told = List.of();
    /** Since when a sound file could not be made by Camel ({@link System#nanoTime}); null when the file itself is at fault. */
    @Nullable
    Long refusedAtNanos;

    WatchedFile(Path path) {
        this.path = path;
    }

    /**
     * A file that is in the context.
     *
     * @param file what was read
     * @param footprint what it put there
     */
    record Running(RouteFile file, Footprint footprint) {}

    /**
     * What is to become of a file.
     *
     * @param to its new version, or null when it is deleted
     */
    record Change(@Nullable RouteFile to) {}

    /** Where what runs, or is about to, has this name; empty where neither has. */
    Optional<Use> use(OwnedName name) {
        Change change = waiting;
        RouteFile to = change == null ? null : change.to();
        return Optional.ofNullable(
                        running == null ? null : running.file().names().get(name))
                .or(() -> Optional.ofNullable(to == null ? null : to.names().get(name)));
    }

    /** How many routes it has, or is about to have. */
    long routes() {
        Change change = waiting;
        RouteFile to = change == null ? null : change.to();
        if (to != null) {
            return to.routes();
        }
        return running == null ? 0 : running.file().routes();
    }

    boolean removing() {
        return waiting != null && waiting.to() == null;
    }
}
