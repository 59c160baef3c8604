package dev.caravan.plan;

import dev.caravan.batch.Field;
import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A name with which a column, or a part of its struct, cannot be read through the catalog: Hive and Athena cannot parse it, or it is
 * one with another, since Glue and Athena fold names to lower case.
 *
 * @param column the column
 * @param what the problem; a clause that begins with the column
 * @param isRefused whether a run is refused for it, since the crawler could not make the table at all
 * @param remedy what to do
 */
public record NameProblem(Column column, String what, boolean isRefused, Remedy remedy) {
    /** The longest type that Glue takes. */
    private static final int LONGEST_TYPE = 131_072;

    /** What to do about a name. */
    public sealed interface Remedy {
        /** Another name for the column. */
        record Rename(String to) implements Remedy {}

        /** The column as text, which has no parts. */
        record AsText() implements Remedy {}
    }

    /** All problems of these columns: at most one of the name and one of the type of each. */
    public static List<NameProblem> of(List<Column> columns) {
        return new Search(columns).problems();
    }

    /** The columns with every problem solved as it proposes. */
    public static List<Column> solved(List<Column> columns) {
        List<Column> solved = new ArrayList<>(columns);
        for (NameProblem problem : of(columns)) {
            int place = columns.indexOf(problem.column());
            solved.set(place, problem.solve(solved.get(place)));
        }
        return solved;
    }

    private Column solve(Column found) {
        return remedy instanceof Remedy.Rename rename ? found.named(rename.to()) : found.asText();
    }

    /** The parameter that solves it, as {@code name: value}. */
    public String proposal() {
        String name = shown(column.source());
        String proposal = remedy instanceof Remedy.Rename rename
                ? "rename: " + name + "=" + rename.to()
                : "types: " + name + "=text";
        return proposal.indexOf('\\') < 0 ? proposal : proposal + " in double quotes of YAML";
    }

    /** A name as lists have it, with what would break a line as YAML escapes it. */
    private static String shown(String name) {
        return OptionList.write(name)
                .codePoints()
                .mapToObj(c -> c == '\n'
                        ? "\\n"
                        : Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
    }

    /** The problem and the proposal, as a clause. */
    public String warning() {
        return what + (isRefused ? "; no run is possible without " : "; proposal: ") + proposal();
    }

    /** The same as a sentence. */
    public String sentence() {
        String clause = warning();
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
    }

    /**
     * Refuses columns, or parts of a struct, whose names would be one.
     *
     * @param subject what is read, at the beginning of a sentence
     */
    static void refuse(List<Column> columns, String subject) {
        of(columns).stream().filter(NameProblem::isRefused).findFirst().ifPresent(problem -> {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    subject + ": " + problem.what() + ".",
                    "Set " + problem.proposal() + ", or leave a column out with exclude; a column whose onBadValue is"
                            + " text needs its own name and _text.");
        });
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** One look at all columns. */
    private static final class Search {
        private final List<Column> columns;
        private final Set<String> taken = new HashSet<>();
        private final Map<String, String> seen = new HashMap<>();

        Search(List<Column> columns) {
            this.columns = columns;
            Column.fields(columns).forEach(field -> taken.add(folded(field.name())));
        }

        List<NameProblem> problems() {
            List<NameProblem> problems = new ArrayList<>();
            for (Column column : columns) {
                ofName(column).ifPresent(problems::add);
                ofType(column).ifPresent(problems::add);
            }
            for (Column column : columns) {
                if (column.hasTextField()
                        && problems.stream().noneMatch(other -> other.column().equals(column))) {
                    clash(column, column.textField().name()).ifPresent(problems::add);
                }
            }
            return problems;
        }

        private Optional<NameProblem> ofName(Column column) {
            return clash(column, column.name()).or(() -> LakeName.ofColumn(column.name())
                    .map(fault -> new NameProblem(
                            column,
                            "the name of column " + shown(column.name()) + " has " + fault
                                    + ", which Hive and Athena cannot parse",
                            false,
                            renamed(column))));
        }

        private Optional<NameProblem> clash(Column column, String name) {
            String other = seen.putIfAbsent(folded(name), name);
            return other == null
                    ? Optional.empty()
                    : Optional.of(new NameProblem(
                            column,
                            "columns " + shown(other) + " and " + shown(name) + " are one name in the Glue catalog",
                            true,
                            renamed(column)));
        }

        private Remedy renamed(Column column) {
            String proposed = LakeName.proposed(column.name());
            String base = proposed.isEmpty() ? "column_" + (columns.indexOf(column) + 1) : proposed;
            String name = base;
            for (int i = 2; taken.contains(folded(name)) || taken.contains(folded(text(column.named(name)))); i++) {
                name = base + "_" + i;
            }
            taken.add(folded(name));
            taken.add(folded(text(column.named(name))));
            return new Remedy.Rename(name);
        }

        /** The second name that a column takes; the first one where it takes none. */
        private static String text(Column column) {
            return column.hasTextField() ? column.textField().name() : column.name();
        }

        private static Optional<NameProblem> ofType(Column column) {
            Target target = column.mapping().target();
            String name = shown(column.name());
            Optional<NameProblem> refused = clashIn(target)
                    .map(parts -> new NameProblem(
                            column,
                            "column " + name + " has the parts " + parts + ", which are one name in the Glue catalog",
                            true,
                            new Remedy.AsText()));
            if (refused.isPresent()) {
                return refused;
            }
            return faultIn(target)
                    .or(() -> tooLong(target))
                    .map(fault ->
                            new NameProblem(column, "column " + name + " has " + fault, false, new Remedy.AsText()));
        }

        private static Optional<String> tooLong(Target target) {
            int length = target.glue().length();
            return length <= LONGEST_TYPE
                    ? Optional.empty()
                    : Optional.of(
                            "a type of " + length + " characters in the Glue catalog, which takes " + LONGEST_TYPE);
        }

        private static Optional<String> clashIn(Target target) {
            Map<String, String> names = new HashMap<>();
            for (Field part : parts(target)) {
                String other = names.put(folded(part.name()), part.name());
                if (other != null) {
                    return Optional.of(shown(other) + " and " + shown(part.name()));
                }
            }
            return inner(target).stream()
                    .flatMap(part -> clashIn(part).stream())
                    .findFirst();
        }

        private static Optional<String> faultIn(Target target) {
            for (Field part : parts(target)) {
                Optional<String> fault = LakeName.ofPart(part.name());
                if (fault.isPresent()) {
                    return Optional.of("the part " + OptionList.write(part.name())
                            + ", and Hive and Athena cannot parse " + fault.get() + " in the name of a struct's part");
                }
            }
            return inner(target).stream()
                    .flatMap(part -> faultIn(part).stream())
                    .findFirst();
        }

        private static List<Field> parts(Target target) {
            return target instanceof Target.StructOf struct ? struct.fields() : List.of();
        }

        private static List<Target> inner(Target target) {
            if (target instanceof Target.ListOf list) {
                return List.of(list.element());
            }
            if (target instanceof Target.MapOf map) {
                return List.of(map.key(), map.value());
            }
            return parts(target).stream().map(Field::target).toList();
        }
    }
}
