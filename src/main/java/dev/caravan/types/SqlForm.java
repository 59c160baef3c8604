package dev.caravan.types;

import java.util.List;
import java.util.stream.Collectors;

/** What the server is asked to send in place of a value, as SQL. */
public sealed interface SqlForm {
    /** The SQL that sends the value of this expression, which is a column or stands in parentheses where it must. */
    String of(String expression);

    /** How deep arrays are taken apart in it, so that each level can have a name of its own. */
    int depth();

    /** Sends the value in its own binary form. */
    record AsIs() implements SqlForm {
        @Override
        public String of(String expression) {
            return expression;
        }

        @Override
        public int depth() {
            return 0;
        }
    }

    /** Sends the value cast to another type. */
    record Cast(String type) implements SqlForm {
        @Override
        public String of(String expression) {
            return expression + "::" + type;
        }

        @Override
        public int depth() {
            return 0;
        }
    }

    /**
     * Sends a composite value made anew of its parts, since one of them cannot be sent as it is.
     *
     * <p>IS DISTINCT FROM NULL asks whether there is a value at all; IS NULL would also hold for a row of NULLs.
     */
    record Row(List<Part> parts) implements SqlForm {
        /** An attribute, and what is sent for it. */
        public record Part(String name, SqlForm form) {}

        public Row {
            parts = List.copyOf(parts);
        }

        @Override
        public String of(String expression) {
            return parts.stream()
                    .map(part -> part.form().of("(" + expression + ")." + Identifier.quote(part.name())))
                    .collect(Collectors.joining(
                            ", ", "CASE WHEN (" + expression + ") IS DISTINCT FROM NULL THEN ROW(", ") END"));
        }

        @Override
        public int depth() {
            return parts.stream().mapToInt(part -> part.form().depth()).max().orElse(0);
        }
    }

    /**
     * Sends an array made anew of its elements, in one dimension. An array that has more is sent inside a further one, so
     * that its dimensions do not get lost on the way.
     */
    record Each(SqlForm element) implements SqlForm {
        @Override
        public String of(String expression) {
            String level = "caravan_" + depth();
            String elements = "ARRAY(SELECT " + element.of(level + ".v") + " FROM (SELECT pg_catalog.unnest("
                    + expression + ") AS v) AS " + level + ")";
            return "CASE WHEN " + expression + " IS NULL THEN NULL WHEN pg_catalog.array_ndims(" + expression
                    + ") > 1 THEN ARRAY[" + elements + "] ELSE " + elements + " END";
        }

        @Override
        public int depth() {
            return element.depth() + 1;
        }
    }

    /** Sends a range as a row: lower bound, upper bound, whether each belongs to it, whether it is empty. */
    record Bounds(SqlForm bound) implements SqlForm {
        @Override
        public String of(String expression) {
            return "CASE WHEN " + expression + " IS NOT NULL THEN ROW("
                    + bound.of("(pg_catalog.lower(" + expression + "))") + ", "
                    + bound.of("(pg_catalog.upper(" + expression + "))")
                    + ", pg_catalog.lower_inc(" + expression + "), pg_catalog.upper_inc(" + expression
                    + "), pg_catalog.isempty(" + expression + ")) END";
        }

        @Override
        public int depth() {
            return bound.depth();
        }
    }

    /** Sends a multirange as an array of its ranges. */
    record Ranges(SqlForm range) implements SqlForm {
        @Override
        public String of(String expression) {
            String level = "caravan_" + depth();
            return "CASE WHEN " + expression + " IS NOT NULL THEN ARRAY(SELECT " + range.of(level + ".v")
                    + " FROM (SELECT pg_catalog.unnest(" + expression + ") AS v) AS " + level + ") END";
        }

        @Override
        public int depth() {
            return range.depth() + 1;
        }
    }
}
