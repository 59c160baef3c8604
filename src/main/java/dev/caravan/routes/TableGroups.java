package dev.caravan.routes;

import dev.caravan.table.TableParameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the table files of a group have to agree on, since its tables are read in one snapshot, at one moment. */
final class TableGroups {
    /** Each table of a group waits for the others with a thread of its own, and as long as it takes to publish all. */
    private static final int LARGEST = 100;

    private static final List<TableParameter> SHARED =
            List.of(TableParameter.SOURCE, TableParameter.SCHEDULE, TableParameter.TIME_ZONE);

    private TableGroups() {}

    /**
     * A table of a group.
     *
     * @param file its table file
     * @param line where the file names the group
     * @param group the name
     * @param table the table
     * @param shared what all tables of the group have to have, each with its value
     */
    record Member(Path file, int line, String group, String table, Map<TableParameter, String> shared) {
        private String value(TableParameter parameter) {
            return shared.getOrDefault(parameter, "");
        }

        private String where() {
            return "table " + table + " (" + file + ":" + line + ")";
        }
    }

    /** Whether a file may name a group, so that it is worth reading. */
    static boolean mayName(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains(TableParameter.GROUP.key());
    }

    /** The tables of a file that belong to groups, as far as that can be made out. */
    static List<Member> of(RouteFile file, RouteTemplates templates) {
        List<Member> members = new ArrayList<>();
        for (TableRoute table : file.tables()) {
            if (table.isDeclared()) {
                value(table, TableParameter.GROUP, templates).ifPresent(group -> {
                    Map<TableParameter, String> shared = new TreeMap<>();
                    SHARED.forEach(parameter -> shared.put(
                            parameter, value(table, parameter, templates).orElse(parameter.defaultValue())));
                    members.add(new Member(
                            file.path(), table.lineOf(TableParameter.GROUP), group, table.routeId(), shared));
                });
            }
        }
        return members;
    }

    private static Optional<String> value(TableRoute table, TableParameter parameter, RouteTemplates templates) {
        try {
            return table.usable(parameter)
                    .map(set -> templates.resolve(set.value()).strip())
                    .filter(value -> !value.isEmpty());
        } catch (Placeholders.Unset e) {
            // A fault that is found where the parameter is read.
            return Optional.empty();
        }
    }

    /**
     * Where a file does not agree with the others.
     *
     * @param ofFile the tables of groups of the file
     * @param others those of the other files
     */
    static List<Fault> faults(List<Member> ofFile, Collection<Member> others) {
        List<Fault> faults = new ArrayList<>();
        List<Member> before = new ArrayList<>(others);
        for (Member member : ofFile) {
            List<Member> group = before.stream()
                    .filter(other -> other.group().equals(member.group()))
                    .toList();
            group.stream()
                    .flatMap(other -> difference(member, other))
                    .findFirst()
                    .ifPresent(faults::add);
            if (group.size() >= LARGEST) {
                faults.add(new Fault(
                        member.file(),
                        member.line(),
                        "group '" + member.group() + "' has more than " + LARGEST + " tables.",
                        "Divide it into several groups: all tables of one are published one after the other."));
            }
            before.add(member);
        }
        return faults;
    }

    private static Stream<Fault> difference(Member member, Member other) {
        return SHARED.stream()
                // What is missing or illegal is a fault of its own.
                .filter(parameter -> !member.value(parameter).isEmpty()
                        && !other.value(parameter).isEmpty())
                .filter(parameter -> !member.value(parameter).equals(other.value(parameter)))
                .map(parameter -> new Fault(
                        member.file(),
                        member.line(),
                        "the tables of a group have one " + parameter.key() + ": in group '" + member.group()
                                + "' it is '"
                                + member.value(parameter) + "' here, and '"
                                + other.value(parameter) + "' for " + other.where() + ".",
                        "Write the same " + parameter.key() + " in both files, or another group."));
    }

    /** The tables of each group. */
    static Map<String, Set<String>> byName(Collection<Member> members) {
        Map<String, Set<String>> byName = new TreeMap<>();
        members.forEach(member ->
                byName.computeIfAbsent(member.group(), name -> new TreeSet<>()).add(member.table()));
        return byName;
    }
}
