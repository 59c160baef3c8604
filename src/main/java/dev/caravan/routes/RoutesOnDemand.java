package dev.caravan.routes;

import dev.caravan.component.SnapshotGroups;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.routes.OwnedName.Kind;
import dev.caravan.routes.OwnedName.Use;
import dev.caravan.table.TableParameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a folder, each in the context only while it runs, so that a command needs memory and time for those that it runs, not for
 * those that there are.
 *
 * <p>A table of a template stands for itself. Routes, beans and templates of the user's own refer to each other by names in any place, so
 * all of them are loaded together, with the tables that they mention, when a table needs one of them; and they stay.
 */
public final class RoutesOnDemand {
    /** The group of routes that export a table. */
    private static final String TABLES = "tables";

    private static final Logger LOG = LoggerFactory.getLogger(RoutesOnDemand.class);
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}_.-]+");

    /** Reads and checks the files of the folder. */
    interface Reading {
        List<RouteFile> files() throws IOException;
    }

    /** Something that is loaded as a whole: a table alone, or a file with further items. */
    private static final class Part {
        private final RouteFile content;
        private int users;
        private @Nullable Footprint footprint;

        Part(RouteFile content) {
            this.content = content;
        }
    }

    private final ModelCamelContext context;
    private final RouteInstaller installer;
    private final RunsInFlight runs;
    private final Set<String> before;
    private final Map<String, Part> tables = new TreeMap<>();
    private final List<Part> others = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    /** Of files with faults: which of the names that they would own. */
    private final Map<String, List<Fault>> faulty = new HashMap<>();

    /** The tables of groups, those of files with faults included. */
    private final List<TableGroups.Member> grouped = new ArrayList<>();

    private boolean othersAreLoaded;
    private boolean isLeft;

    RoutesOnDemand(ModelCamelContext context, RouteInstaller installer, RunsInFlight runs, Reading reading)
            throws IOException {
        this.context = context;
        this.installer = installer;
        this.runs = runs;
        this.before = ids();
        List<RouteFile> files = reading.files();
        if (files.stream().anyMatch(file -> !file.sound()) && files.stream().anyMatch(RoutesOnDemand::hasTemplates)) {
            // What looks like a fault may be the name of a template that another file brings.
            files.stream().filter(RoutesOnDemand::hasTemplates).forEach(this::sort);
            others.forEach(this::loadForGood);
            Set<Path> known = others.stream().map(part -> part.content.path()).collect(Collectors.toSet());
            files = reading.files().stream()
                    .filter(file -> !known.contains(file.path()))
                    .toList();
        }
        files.forEach(this::sort);
        SnapshotGroups.of(context).declare(TableGroups.byName(grouped));
    }

    private static boolean hasTemplates(RouteFile file) {
        return file.sound() && owns(file, Kind.TEMPLATE);
    }

    private static boolean owns(RouteFile file, Kind kind) {
        return file.names().keySet().stream().anyMatch(name -> name.kind() == kind);
    }

    private void sort(RouteFile file) {
        grouped.addAll(TableGroups.of(file, RouteTemplates.of(context)));
        if (!file.sound()) {
            faults.addAll(file.faults());
            file.names().keySet().forEach(name -> faulty.putIfAbsent(name.name(), file.faults()));
        } else if (file.explicit() != null) {
            Part part = new Part(file);
            others.add(part);
            file.tables().forEach(table -> tables.put(table.routeId(), part));
        } else {
            RouteTemplates templates = RouteTemplates.of(context);
            for (TableRoute table : file.tables()) {
                Map<OwnedName, Use> names = new LinkedHashMap<>();
                table.expansions(templates)
                        .forEach(made -> names.put(
                                new OwnedName(Kind.ROUTE, made.routeId()),
                                new Use(file.path().toString(), table.line(), made.routeId())));
                tables.put(
                        table.routeId(),
                        new Part(new RouteFile(file.path(), List.of(table), names, null, List.of(), List.of())));
            }
        }
    }

    /** Every fault found so far, of any file; none of them concerns another file. */
    public synchronized List<Fault> faults() {
        return faults.stream().sorted().toList();
    }

    /** The faults of the file that would have a route of this name; empty if it is sound, or there is none. */
    public synchronized List<Fault> faultsOf(String route) {
        return faulty.getOrDefault(route, List.of());
    }

    /** The ids of everything that can be run, routes of the user's own included, which are loaded for that. */
    public synchronized Set<String> all() {
        return with(route -> true);
    }

    /** The ids of the tables: those of table files, and routes of the user's own in the group of tables. */
    public synchronized Set<String> tables() {
        return with(route -> TABLES.equals(route.getGroup()));
    }

    private Set<String> with(Predicate<Route> own) {
        loadOthers();
        Set<String> all = new TreeSet<>(tables.keySet());
        context.getRoutes().stream()
                .filter(route -> !before.contains(route.getRouteId()))
                .filter(own)
                .filter(route -> !(route.getEndpoint() instanceof DirectEndpoint))
                .map(Route::getRouteId)
                .forEach(all::add);
        return all;
    }

    /** The tables that are exported whenever this one is: all of its group, or it alone. */
    public Set<String> groupOf(String table) {
        return TableGroups.byName(grouped).values().stream()
                .filter(tables -> tables.contains(table))
                .findFirst()
                .orElse(Set.of(table));
    }

    /** Whether this can be run. */
    public synchronized boolean has(String id) {
        return tables.containsKey(id) || (others.stream().anyMatch(part -> mayOwn(part, id)) && all().contains(id));
    }

    private static boolean mayOwn(Part part, String id) {
        return part.content.names().containsKey(new OwnedName(Kind.ROUTE, id));
    }

    /** A table that is in the context until this is closed. */
    public interface Loaded extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Loads a table, with what it refers to.
     *
     * @throws ExportException BAD_CONFIGURATION when Camel cannot create its routes; nothing of it is left in the context then
     */
    public synchronized Loaded load(String id) {
        if (isLeft) {
            throw new ExportException(
                    ErrorCode.STOPPED, "Table " + id + " is not loaded, because the process ends.", "Run it again.");
        }
        Part part = tables.get(id);
        if (part == null || needsOthers(part)) {
            loadOthers();
        }
        if (part == null) {
            return () -> {};
        }
        part.users++;
        try {
            install(part);
        } catch (ExportException e) {
            part.users--;
            throw e;
        }
        return () -> release(part);
    }

    /** Leaves whatever is loaded to the context, which is about to stop and must not change meanwhile. */
    public synchronized void leave() {
        isLeft = true;
    }

    private boolean needsOthers(Part part) {
        if (part.content.explicit() != null) {
            return true;
        }
        Set<String> words = part.content.tables().stream()
                .flatMap(this::values)
                .flatMap(RoutesOnDemand::words)
                .collect(Collectors.toSet());
        return others.stream()
                .flatMap(other -> other.content.names().keySet().stream())
                .anyMatch(name -> name.kind() == Kind.BEAN && words.contains(name.name()));
    }

    /** What a table sets, and the source that it reads if it sets none. */
    private Stream<String> values(TableRoute table) {
        Stream<String> set = table.parameters().values().stream().map(parameter -> resolved(parameter.value()));
        boolean hasSource = table.parameters().containsKey(TableParameter.SOURCE.key());
        return hasSource ? set : Stream.concat(set, Stream.of(TableParameter.SOURCE.defaultValue()));
    }

    private String resolved(String value) {
        try {
            return Placeholders.resolve(context, value);
        } catch (Placeholders.Unset e) {
            return value;
        }
    }

    private void loadOthers() {
        if (othersAreLoaded) {
            return;
        }
        othersAreLoaded = true;
        Set<String> words = others.stream()
                .map(part -> part.content.explicit())
                .flatMap(text -> text == null ? Stream.empty() : words(text))
                .collect(Collectors.toSet());
        tables.values().stream()
                .filter(part -> part.content.explicit() == null)
                .filter(part -> part.content.names().keySet().stream()
                        .map(OwnedName::name)
                        .anyMatch(words::contains))
                .forEach(this::loadForGood);
        // Routes may name beans that another file binds.
        others.stream()
                .sorted(Comparator.comparing(part -> !owns(part.content, Kind.BEAN)))
                .forEach(this::loadForGood);
    }

    private static Stream<String> words(String text) {
        return BETWEEN_WORDS.splitAsStream(text).filter(word -> !word.isEmpty());
    }

    private void loadForGood(Part part) {
        part.users++;
        try {
            install(part);
        } catch (ExportException e) {
            LOG.debug("{} is not loaded", part.content.path(), e);
        }
    }

    private void install(Part part) {
        if (part.footprint != null) {
            return;
        }
        try {
            part.footprint = installer.install(part.content);
        } catch (Throwable e) {
            // An Error too, such as a stack overflow: it is the content that brings it about.
            Fault fault = installer.fault(part.content, e);
            if (!faults.contains(fault)) {
                faults.add(fault);
                part.content.names().keySet().forEach(name -> faulty.putIfAbsent(name.name(), List.of(fault)));
            }
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    fault.file() + ":" + fault.line() + ": " + fault.reason(),
                    fault.hint(),
                    e);
        }
    }

    private synchronized void release(Part part) {
        part.users--;
        Footprint footprint = part.footprint;
        if (isLeft || part.users > 0 || footprint == null) {
            return;
        }
        part.footprint = null;
        try {
            runs.stopEnded(installer.running(footprint));
            installer.remove(footprint);
        } catch (Throwable e) {
            LOG.warn("{}: something of it may be left in the context.", part.content.path(), e);
        }
    }

    private Set<String> ids() {
        Collection<Route> routes = context.getRoutes();
        return routes.stream().map(Route::getRouteId).collect(Collectors.toSet());
    }
}
