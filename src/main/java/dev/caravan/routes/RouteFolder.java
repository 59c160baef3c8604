package dev.caravan.routes;

import dev.caravan.component.SnapshotGroups;
import dev.caravan.routes.FolderContents.Content;
import dev.caravan.routes.OwnedName.Use;
import dev.caravan.routes.WatchedFile.Change;
import dev.caravan.routes.WatchedFile.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a running Camel context true to a folder of route files.
 *
 * <p>Every file is for itself: one that is broken changes nothing for the others, and leaves its own previous version
 * running. A run in flight ends before its route is replaced or removed; meanwhile its trigger is held back and the other
 * files go on. All work is done on the thread that calls {@link #look}, one call at a time.
 */
public final class RouteFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFolder.class);
    /** The cause may lie outside the file (a broker that is down), so a sound file is loaded again, but not at each look. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final ModelCamelContext context;
    private final Path folder;
    private final RouteInstaller installer;
    private final RunsInFlight runs;
    private final TableNeeds needs;
    private final TableCapacity capacity;
    private final FolderReader reader;
    private final Map<Path, WatchedFile> files = new TreeMap<>();
    /** What the context had before any file: its templates and routes must not be redefined. */
    private final Map<OwnedName, Use> builtIn = new HashMap<>();

    private volatile Runnable progress = () -> {};
    private @Nullable String folderFault;
    private volatile FolderStatus status = new FolderStatus(Instant.EPOCH, List.of(), List.of(), List.of(), null);

    /** The folder of a context that is started, and whose templates are loaded. */
    public RouteFolder(ModelCamelContext context, Path folder) {
        this.context = context;
        this.folder = folder;
        this.installer = new RouteInstaller(context);
        this.runs = new RunsInFlight(context);
        this.needs = new TableNeeds(context);
        this.capacity = TableCapacity.of(context);
        this.reader = new FolderReader(context, folder, builtIn, needs, capacity, installer);
        RouteTemplates.of(context)
                .all()
                .forEach(id -> builtIn.put(new OwnedName(OwnedName.Kind.TEMPLATE, id), Use.ofCaravan(id)));
        context.getRoutes()
                .forEach(route -> builtIn.put(
                        new OwnedName(OwnedName.Kind.ROUTE, route.getRouteId()), Use.ofCaravan(route.getRouteId())));
    }

    /** Has this called for every file that a look judges or changes. */
    void onProgress(Runnable listener) {
        progress = listener;
    }

    /** What the last look found. */
    public FolderStatus status() {
        return status;
    }

    /**
     * Loads every file at once, for a command that does not stay.
     *
     * @return every fault; the sound files run all the same
     * @throws IOException when the folder cannot be listed
     */
    public List<Fault> loadAll() throws IOException {
        FolderContents.of(folder);
        look(true);
        return status.rejected();
    }

    /**
     * Reads and checks every file, and installs none.
     *
     * @param isOffline whether the settings are those of another machine, so that sources need not be configured
     * @return every file with its faults
     * @throws IOException when the folder cannot be listed
     */
    public List<RouteFile> check(boolean isOffline) throws IOException {
        return reader.check(isOffline);
    }

    /**
     * Reads every file, and loads each one only for as long as one of its tables runs.
     *
     * @throws IOException when the folder cannot be listed
     */
    public RoutesOnDemand onDemand() throws IOException {
        return new RoutesOnDemand(context, installer, runs, () -> reader.read(false));
    }

    /**
     * Looks at the folder once and does what can be done.
     *
     * @param atOnce whether to act on what is seen for the first time; else content (and absence) counts only when the
     *     next look finds it again, because a file may be half written and an editor may just be replacing it
     */
    public synchronized void look(boolean atOnce) {
        List<WatchedFile> changed = new ArrayList<>();
        try {
            changed = changed(FolderContents.of(folder), atOnce);
            if (folderFault != null) {
                LOG.info("{}: can be read again.", folder);
            }
            folderFault = null;
        } catch (IOException e) {
            String fault = folder + ": the route folder cannot be read (" + e + "). Fix the mount; what runs goes on.";
            if (!fault.equals(folderFault)) {
                LOG.error(fault);
            }
            folderFault = fault;
        }
        noteGroups(changed);
        // Deletions first: a renamed file brings the same route ids under its new name.
        changed.stream().filter(file -> file.content == null).forEach(this::judge);
        boolean removed = settle();
        changed.stream().filter(file -> file.content != null).forEach(this::judge);
        boolean progress = settle() || removed;
        // What was refused because of another file may be possible now, and may make the next possible in turn.
        for (int pass = 0; pass == 0 || (progress && pass <= files.size()); pass++) {
            boolean moved = progress;
            files.values().stream().filter(file -> again(file, moved)).forEach(this::judge);
            progress = settle();
        }
        tell();
        files.values().removeIf(file -> file.seen == null && file.running == null && file.waiting == null);
        status = newStatus();
    }

    /** Whether a change waits for a run to end, so that a caller looks again sooner. */
    public boolean waiting() {
        return !status.waiting().isEmpty();
    }

    /** Makes the changes whose runs in flight have ended, without a look at the folder. */
    public synchronized void advance() {
        if (settle()) {
            tell();
            status = newStatus();
        }
    }

    private List<WatchedFile> changed(Map<Path, Content> contents, boolean atOnce) {
        List<WatchedFile> changed = new ArrayList<>();
        contents.keySet().forEach(path -> files.computeIfAbsent(path, WatchedFile::new));
        for (WatchedFile file : files.values()) {
            Content content = contents.get(file.path);
            String digest = content == null ? null : content.digest();
            boolean stable = atOnce || Objects.equals(digest, file.seen);
            file.seen = digest;
            if (stable && !Objects.equals(digest, file.judged)) {
                file.judged = digest;
                file.content = content;
                changed.add(file);
            }
        }
        return changed;
    }

    private boolean again(WatchedFile file, boolean moved) {
        if (file.faults.isEmpty() || file.waiting != null) {
            return false;
        }
        Long refusedAt = file.refusedAtNanos;
        boolean due = refusedAt != null && System.nanoTime() - refusedAt >= RETRY.toNanos();
        // A version that runs is not stopped for a new one that has failed before.
        return refusedAt == null ? moved || file.hasUnmetNeeds : file.running == null && (moved || due);
    }

    /** Before any file of a group is judged or runs, it is known which others belong to it. */
    private void noteGroups(List<WatchedFile> changed) {
        for (WatchedFile file : changed) {
            Content content = file.content;
            file.grouped = content == null || !TableGroups.mayName(content.bytes())
                    ? List.of()
                    : TableGroups.of(reader.parse(file.path, content), RouteTemplates.of(context));
        }
        if (!changed.isEmpty()) {
            SnapshotGroups.of(context).declare(TableGroups.byName(grouped(null)));
        }
    }

    /** The tables of groups of all files but one. */
    private List<TableGroups.Member> grouped(@Nullable WatchedFile except) {
        return files.values().stream()
                .filter(file -> file != except)
                .flatMap(file -> file.grouped.stream())
                .toList();
    }

    /** Decides what is to become of a file; the change itself is made by {@link #settle}. */
    private void judge(WatchedFile file) {
        progress.run();
        file.refusedAtNanos = null;
        file.faults = List.of();
        file.hasUnmetNeeds = false;
        Content content = file.content;
        if (content == null) {
            file.waiting = file.running == null ? null : new Change(null);
            return;
        }
        RouteFile read = reader.parse(file.path, content);
        if (files.values().stream().anyMatch(other -> other != file && other.removing() && overlap(other, read))) {
            // Not a fault: the names become free as soon as the deleted file's run has ended.
            file.judged = "deferred";
            return;
        }
        RouteFile whole =
                read.with(read.clashes(name -> owner(name, file))).with(capacity.exceeded(read, routesBeside(file)));
        whole = whole.with(reader.rehearsed(whole));
        file.hasUnmetNeeds = whole.sound();
        whole = whole.with(needs.of(read, Set.copyOf(read.beans())))
                .with(file.grouped.isEmpty() ? List.of() : TableGroups.faults(file.grouped, grouped(file)));
        file.faults = whole.faults();
        if (whole.sound()) {
            file.waiting = new Change(whole);
        }
    }

    /** How many routes all other files have, running or about to. */
    private long routesBeside(WatchedFile asking) {
        return files.values().stream()
                .filter(file -> file != asking)
                .mapToLong(WatchedFile::routes)
                .sum();
    }

    private static boolean overlap(WatchedFile other, RouteFile read) {
        return other.running != null
                && read.names().keySet().stream().anyMatch(other.running.file().names()::containsKey);
    }

    /** Who has a name that a file asks for, other than the file itself. */
    private Optional<Use> owner(OwnedName name, WatchedFile asking) {
        for (WatchedFile file : files.values()) {
            Optional<Use> use = file == asking ? Optional.empty() : file.use(name);
            if (use.isPresent()) {
                return use;
            }
        }
        Use before = builtIn.get(name);
        return before == null && isBoundByOthers(name, asking)
                ? Optional.of(Use.ofCaravan(name.name()))
                : Optional.ofNullable(before);
    }

    private boolean isBoundByOthers(OwnedName name, WatchedFile asking) {
        return name.kind() == OwnedName.Kind.BEAN
                && context.getRegistry().lookupByName(name.name()) != null
                && (asking.running == null
                        || !asking.running.footprint().beans().contains(name.name()));
    }

    /** Makes every change that no run in flight stands against; says whether any was made. */
    private boolean settle() {
        boolean moved = false;
        for (WatchedFile file : files.values()) {
            Change change = file.waiting;
            if (change != null && context.isStarted() && !stillBusy(file, change)) {
                file.waiting = null;
                replace(file, change);
                moved = true;
            }
        }
        return moved;
    }

    /** Holds the file's triggers and stops its routes; true when a run has to end first. */
    private boolean stillBusy(WatchedFile file, Change change) {
        Running running = file.running;
        if (running == null) {
            return false;
        }
        List<Route> routes = installer.running(running.footprint());
        List<String> busy = runs.busy(routes);
        if (!file.held) {
            runs.holdTriggers(routes);
            file.held = true;
            if (!busy.isEmpty()) {
                String what = change.to() == null ? "deleted; it is removed" : "changed; the new version starts";
                LOG.info("{}: {} when the run in flight of {} has ended.", file.path, what, String.join(", ", busy));
            }
        }
        try {
            return !busy.isEmpty() || !runs.stop(routes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (Throwable e) {
            LOG.warn("{}: its routes do not stop yet; it is retried.", file.path, e);
            return true;
        }
    }

    private void replace(WatchedFile file, Change change) {
        progress.run();
        Running previous = file.running;
        List<Route> held = running(previous);
        try {
            replace(file, previous, change);
        } finally {
            runs.releaseFires(held, running(file.running));
        }
    }

    private List<Route> running(@Nullable Running running) {
        return running == null ? List.of() : installer.running(running.footprint());
    }

    private void replace(WatchedFile file, @Nullable Running previous, Change change) {
        file.held = false;
        file.running = null;
        if (previous != null) {
            try {
                installer.remove(previous.footprint());
            } catch (Throwable e) {
                LOG.warn("{}: something of its previous version may be left in the context.", file.path, e);
            }
        }
        RouteFile to = change.to();
        if (to == null) {
            LOG.info("{}: removed.", file.path);
            return;
        }
        try {
            file.running = new Running(to, installer.install(to));
            LOG.info("{}: {} {}.", file.path, previous == null ? "started" : "replaced", routesOf(file.running));
        } catch (Throwable e) {
            // An Error too, such as a stack overflow: it is the content that brings it about.
            LOG.debug("{}: refused by Camel", file.path, e);
            file.refusedAtNanos = System.nanoTime();
            file.faults = file.faults.isEmpty() ? List.of(installer.fault(to, e)) : file.faults;
            if (previous != null) {
                restore(file, previous.file());
            }
        }
    }

    private void restore(WatchedFile file, RouteFile previous) {
        try {
            file.running = new Running(previous, installer.install(previous));
        } catch (Throwable e) {
            LOG.error("{}: the previous version does not start again either.", file.path, e);
        }
    }

    private static String routesOf(Running running) {
        List<String> ids = running.footprint().routeIds();
        return ids.isEmpty() ? "(no route of its own)" : String.join(", ", ids);
    }

    /** Logs each fault once, not at every look. */
    private void tell() {
        for (WatchedFile file : files.values()) {
            if (!file.faults.equals(file.told)) {
                String rest = file.running == null ? "" : " (The previous version keeps running.)";
                file.faults.forEach(fault -> LOG.error("{}{}", fault, rest));
                file.told = file.faults;
            }
        }
    }

    private FolderStatus newStatus() {
        return new FolderStatus(
                Instant.now(),
                names(file -> file.running != null),
                files.values().stream().flatMap(file -> file.faults.stream()).toList(),
                names(file -> file.waiting != null),
                folderFault);
    }

    private List<String> names(Predicate<WatchedFile> which) {
        return files.values().stream()
                .filter(which)
                .map(file -> file.path.getFileName().toString())
                .toList();
    }
}
