package dev.caravan.roundtrip;

import dev.caravan.DuckDb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks DuckDB the same of Parquet files and of a copy in a table of its own, for which nothing that the files say of themselves is
 * used any more.
 */
public final class DuckPushdown {
    /** What is asked of a leaf, by a value {@code L} of it and the next larger one {@code M}. */
    private static final List<String> CONDITIONS = List.of(
            "P = L",
            "P <> L",
            "P < L",
            "P <= L",
            "P > L",
            "P >= L",
            "P IN (L, M)",
            "P BETWEEN L AND M",
            "P = L OR P IS NULL",
            "P IS DISTINCT FROM L");

    private static final List<String> CONDITIONS_ON_NULL = List.of("P IS NULL", "P IS NOT NULL");

    /** What is asked of a list, by an element. */
    private static final List<String> CONDITIONS_ON_LISTS = List.of("list_contains(P, L)", "P[1] = L", "P > [L]");

    /** Of one leaf; the profile full raises it. */
    private static final int MOST_VALUES = Integer.getInteger("test.pushdown.values", 4);

    /** Longer ones would have to stand in every query. */
    private static final int MOST_CHARACTERS = 5_000;

    private final DuckDb duck;

    /** Another reader that judges by this database. */
    public DuckPushdown(DuckDb duck) {
        this.duck = duck;
        duck.execute("SET parquet_metadata_cache = true");
        // Thousands of tiny queries.
        duck.execute("SET threads = 1");
    }

    /** Conditions that files and copy answer differently, described; none if all is well. Rows are known by their column {@code id}. */
    public List<String> differences(Path... files) {
        String parquet = DuckDb.parquet(files);
        duck.execute("CREATE OR REPLACE TEMP TABLE copy AS FROM " + parquet);
        List<String> differences = new ArrayList<>();
        duck.columns(files).forEach((name, type) -> {
            if (!name.equals("id")) {
                leaves(DuckType.quoted(name), DuckType.parse(type))
                        .forEach((path, isList) -> differences.addAll(differences(parquet, path, isList)));
            }
        });
        return differences;
    }

    /** The expressions of a column's leaves, and whether each is a list of them. */
    private static Map<String, Boolean> leaves(String path, Content.Shape shape) {
        Map<String, Boolean> leaves = new LinkedHashMap<>();
        if (shape instanceof Content.StructOf struct) {
            struct.fields()
                    .forEach((field, inner) -> leaves.putAll(leaves(path + "." + DuckType.quoted(field), inner)));
        } else if (shape instanceof Content.Leaf leaf && !leaf.name().equals("VARIANT")) {
            leaves.put(path, false);
        } else if (shape instanceof Content.ListOf list && list.element() instanceof Content.Leaf) {
            leaves.put(path, true);
        }
        return leaves;
    }

    private List<String> differences(String parquet, String path, boolean isList) {
        List<String> conditions = new ArrayList<>();
        CONDITIONS_ON_NULL.forEach(condition -> conditions.add(condition.replace("P", path)));
        List<String> literals = literals(path, isList);
        for (int i = 0; i < literals.size(); i++) {
            for (String condition : isList ? CONDITIONS_ON_LISTS : CONDITIONS) {
                // The placeholders stand alone; what replaces them may hold any letter.
                conditions.add(filled(
                        condition,
                        Map.of(
                                "P", path,
                                "L", literals.get(i),
                                "M", literals.get(Math.min(i + 1, literals.size() - 1)))));
            }
        }
        List<@Nullable Object> expected = answers("copy", conditions);
        List<@Nullable Object> found = answers(parquet, conditions);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            if (!Objects.equals(expected.get(i), found.get(i))) {
                differences.add(conditions.get(i) + ": " + found.get(i) + " instead of " + expected.get(i));
            }
        }
        return differences;
    }

    private static String filled(String condition, Map<String, String> parts) {
        StringBuilder text = new StringBuilder();
        for (String word : condition.split("(?<=\\b)|(?=\\b)")) {
            text.append(parts.getOrDefault(word, word));
        }
        return text.toString();
    }

    private List<String> literals(String path, boolean isList) {
        String values = isList
                ? "(SELECT unnest(" + path + ") AS v FROM copy WHERE " + path + " IS NOT NULL)"
                : "(SELECT " + path + " AS v FROM copy)";
        return duck
                .text(
                        "SELECT v, typeof(v) FROM (SELECT v, row_number() OVER (ORDER BY v) AS n, count(*) OVER () AS most"
                                + " FROM (SELECT DISTINCT v FROM " + values
                                + " WHERE v IS NOT NULL AND length(v::VARCHAR) <= "
                                + MOST_CHARACTERS + ")) WHERE n = 1 OR n = most OR n % greatest(1, most // "
                                + MOST_VALUES
                                + ") = 0 ORDER BY v")
                .stream()
                .map(row ->
                        "CAST('" + Objects.requireNonNull(row.get(0)).replace("'", "''") + "' AS " + row.get(1) + ")")
                .toList();
    }

    private List<@Nullable Object> answers(String source, List<String> conditions) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < conditions.size(); i++) {
            query.append(i == 0 ? "" : " UNION ALL ")
                    .append("SELECT " + i + " AS n, count(*) || ' rows, ' || coalesce(bit_xor(hash(id)), 0) FROM "
                            + source + " WHERE " + conditions.get(i));
        }
        return duck.rows(query + " ORDER BY n").stream()
                .map(row -> row.get(1))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
