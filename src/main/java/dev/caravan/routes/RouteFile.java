package dev.caravan.routes;

import dev.caravan.routes.OwnedName.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One route file, read and checked against the templates; nothing of it is in a Camel context yet.
 *
 * @param path the file
 * @param tables its {@code templatedRoute} items
 * @param names every name that it will own (route ids, companions included; templates; beans; tables of the catalog)
 * @param explicit its other items as YAML for Camel, at their own line numbers; null when there are none
 * @param rehearsed the explicit items that Camel can read without changing anything, each alone, at its own line numbers
 * @param faults everything wrong with it; a file with faults is never installed
 */
public record RouteFile(
        Path path,
        List<TableRoute> tables,
        Map<OwnedName, Use> names,
        @Nullable String explicit,
        List<String> rehearsed,
        List<Fault> faults) {

    /** Keeps order, allows no later change. */
    public RouteFile {
        tables = List.copyOf(tables);
        rehearsed = List.copyOf(rehearsed);
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        faults = faults.stream().sorted().toList();
    }

    /**
     * Reads a file and finds every fault that can be found without other files, a database or a lake.
     *
     * @param path how messages name the file
     * @param content its bytes, UTF-8
     * @param templates the templates that it can name
     */
    public static RouteFile parse(Path path, byte[] content, RouteTemplates templates) {
        return parse(path, content, templates, Set.of());
    }

    /**
     * The same beside other files.
     *
     * @param beans what the others bind, which may be components
     */
    static RouteFile parse(Path path, byte[] content, RouteTemplates templates, Set<String> beans) {
        return new RouteFileParser(path, templates, beans).parse(content);
    }

    /** Whether it can be installed. */
    public boolean sound() {
        return faults.isEmpty();
    }

    /** The names of the beans that it binds. */
    List<String> beans() {
        return names.keySet().stream()
                .filter(name -> name.kind() == OwnedName.Kind.BEAN)
                .map(OwnedName::name)
                .toList();
    }

    /** The same file with more faults found. */
    RouteFile with(List<Fault> more) {
        List<Fault> all = new ArrayList<>(faults);
        all.addAll(more);
        return new RouteFile(path, tables, names, explicit, rehearsed, all);
    }

    /** How many routes it becomes. */
    long routes() {
        return names.keySet().stream()
                .filter(name -> name.kind() == OwnedName.Kind.ROUTE)
                .count();
    }

    /** The names that something else already owns; of one item only the first, because the others follow from it. */
    List<Fault> clashes(Function<OwnedName, Optional<Use>> owners) {
        Map<Integer, Fault> byLine = new LinkedHashMap<>();
        names.forEach((name, use) -> owners.apply(name)
                .filter(other -> !other.by().equals(path.toString()))
                .flatMap(other -> clash(path, name, use, other))
                .ifPresent(clash -> byLine.putIfAbsent(clash.line(), clash)));
        return List.copyOf(byLine.values());
    }

    /** That two items use one name; nothing where another fault says so already. */
    static Optional<Fault> clash(Path path, OwnedName name, Use use, Use other) {
        if (name.kind() != OwnedName.Kind.CATALOG_TABLE) {
            return Optional.of(new Fault(
                    path,
                    use.line(),
                    name + " is already used by " + other.where() + ".",
                    "Give one of the two another name, or delete one."));
        }
        return use.written().equals(other.written())
                ? Optional.empty()
                : Optional.of(new Fault(
                        path,
                        use.line(),
                        "routeId '" + use.written() + "' and routeId '" + other.written() + "' of " + other.where()
                                + " are both table '" + name.name() + "' in the Glue catalog, which has only lower-case"
                                + " letters, digits and '_'.",
                        "Give one of the two a routeId that differs in more than case, '-' and '.', or set catalog to"
                                + " none."));
    }
}
