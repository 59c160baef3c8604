package dev.caravan.pod.signals;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.quartz.TriggerKey;

/** The tables of the routes that a context has, and the triggers that fire them. */
final class KnownTables extends LifecycleStrategySupport {
    /** Called when the set of tables may have changed. */
    interface Listener {
        /** A route names this table. */
        void added(String table);

        /** No route may name these tables any more; a file that is replaced brings its routes again. */
        void routeRemoved(Set<String> tables);
    }

    private final CamelContext context;
    private final Listener listener;
    private final Map<String, RouteSteps> routes = new HashMap<>();
    private final Map<String, String> routeByName = new HashMap<>();
    /** Made anew after a change. */
    private Map<String, Set<TriggerKey>> triggers = Map.of();

    private boolean changed;

    KnownTables(CamelContext context, Listener listener) {
        this.context = context;
        this.listener = listener;
    }

    @Override
    public void onRoutesAdd(Collection<Route> added) {
        for (Route route : added) {
            RouteSteps steps = RouteSteps.of(route);
            synchronized (this) {
                routes.put(route.getRouteId(), steps);
                steps.name().ifPresent(name -> routeByName.put(name, route.getRouteId()));
                changed = true;
            }
            steps.tables().forEach(listener::added);
        }
    }

    @Override
    public void onRoutesRemove(Collection<Route> removed) {
        if (context.isStopping()) {
            return;
        }
        for (Route route : removed) {
            RouteSteps steps;
            synchronized (this) {
                steps = routes.remove(route.getRouteId());
                if (steps != null) {
                    steps.name().ifPresent(routeByName::remove);
                }
                changed = true;
            }
            if (steps != null && !steps.tables().isEmpty()) {
                listener.routeRemoved(steps.tables());
            }
        }
    }

    /** Whether a route names this table. */
    synchronized boolean contains(String table) {
        return routes.values().stream().anyMatch(steps -> steps.tables().contains(table));
    }

    /** The table that a route exports, for a run that failed before a step named it; the route's own id when that is not one table. */
    synchronized String tableOf(String routeId) {
        Set<String> tables = new TreeSet<>();
        reach(routeId, tables, new HashSet<>());
        return tables.size() == 1 ? tables.iterator().next() : routeId;
    }

    /** The triggers that fire a table. */
    synchronized Set<TriggerKey> triggersOf(String table) {
        index();
        return triggers.getOrDefault(table, Set.of());
    }

    /** The tables that a trigger fires. */
    synchronized Set<String> firedBy(TriggerKey trigger) {
        index();
        Set<String> tables = new TreeSet<>();
        triggers.forEach((table, keys) -> {
            if (keys.contains(trigger)) {
                tables.add(table);
            }
        });
        return tables;
    }

    private void index() {
        if (!changed) {
            return;
        }
        changed = false;
        Map<String, Set<TriggerKey>> made = new HashMap<>();
        routes.forEach((id, steps) -> steps.trigger().ifPresent(trigger -> {
            Set<String> tables = new TreeSet<>();
            reach(id, tables, new HashSet<>());
            tables.forEach(table ->
                    made.computeIfAbsent(table, first -> new HashSet<>()).add(trigger));
        }));
        triggers = made;
    }

    private void reach(String routeId, Set<String> tables, Set<String> seen) {
        RouteSteps steps = routes.get(routeId);
        if (steps == null || !seen.add(routeId)) {
            return;
        }
        tables.addAll(steps.tables());
        for (String name : steps.calls()) {
            String called = routeByName.get(name);
            if (called != null) {
                reach(called, tables, seen);
            }
        }
    }
}
