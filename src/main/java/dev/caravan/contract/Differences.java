package dev.caravan.contract;

import dev.caravan.plan.Difference;
import dev.caravan.plan.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds how the columns of a table differ from others that were agreed on. */
public final class Differences {
    private Differences() {}

    /**
     * The differences: first what happened to agreed columns, in their order, then the new ones, then the order.
     *
     * @param agreed what was agreed on
     * @param live what the table has now
     */
    public static List<Difference> between(List<AgreedColumn> agreed, List<AgreedColumn> live) {
        Map<String, AgreedColumn> fresh = byName(live);
        agreed.forEach(column -> fresh.remove(column.name()));
        Map<String, AgreedColumn> now = byName(live);
        List<Difference> differences = new ArrayList<>();
        for (AgreedColumn was : agreed) {
            AgreedColumn is = now.get(was.name());
            if (is == null) {
                differences.add(gone(was, agreed, live, fresh));
            } else if (!is.type().equals(was.type())) {
                Kind kind = LakeType.isWidening(was.type(), is.type()) ? Kind.WIDENED : Kind.RETYPED;
                differences.add(new Difference(kind, was.name(), was.type(), is.type()));
            } else if (is.nullable() && !was.nullable()) {
                differences.add(new Difference(Kind.NULLABLE, was.name(), "NOT NULL", "nullable"));
            }
        }
        fresh.values()
                .forEach(column -> differences.add(new Difference(Kind.ADDED, column.name(), null, column.type())));
        order(agreed, live, now).ifPresent(differences::add);
        return differences;
    }

    private static Difference gone(
            AgreedColumn was, List<AgreedColumn> agreed, List<AgreedColumn> live, Map<String, AgreedColumn> fresh) {
        Optional<AgreedColumn> successor = fresh.values().stream()
                .filter(column -> column.type().equals(was.type()))
                .filter(column -> live.indexOf(column) == agreed.indexOf(was) || isLike(column.name(), was.name()))
                .findFirst();
        successor.ifPresent(column -> fresh.remove(column.name()));
        return successor
                .map(column -> new Difference(Kind.RENAMED, was.name(), was.type(), column.name()))
                .orElseGet(() -> new Difference(Kind.DROPPED, was.name(), was.type(), null));
    }

    private static boolean isLike(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        String b = other.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        return !a.isEmpty() && !b.isEmpty() && (a.contains(b) || b.contains(a));
    }

    /** Of the columns that both have, whether they come in the same order. */
    private static Optional<Difference> order(
            List<AgreedColumn> agreed, List<AgreedColumn> live, Map<String, AgreedColumn> now) {
        List<String> before =
                agreed.stream().map(AgreedColumn::name).filter(now::containsKey).toList();
        Map<String, AgreedColumn> known = byName(agreed);
        List<String> after =
                live.stream().map(AgreedColumn::name).filter(known::containsKey).toList();
        if (before.equals(after)) {
            return Optional.empty();
        }
        int first = 0;
        while (before.get(first).equals(after.get(first))) {
            first++;
        }
        return Optional.of(
                new Difference(Kind.REORDERED, before.get(first), String.join(", ", before), String.join(", ", after)));
    }

    private static Map<String, AgreedColumn> byName(List<AgreedColumn> columns) {
        return columns.stream()
                .collect(Collectors.toMap(AgreedColumn::name, column -> column, (a, b) -> a, LinkedHashMap::new));
    }
}
