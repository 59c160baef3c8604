package dev.caravan.plan;

import dev.caravan.source.RowSecurity;
import dev.caravan.types.Identifier;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a run reads everything that there is, as far as the server tells.
 *
 * @param relation what is read, with its schema; empty for a query and for rows that other steps read
 * @param rowSecurity what the table file says of row security
 * @param filtered the relations whose policies may have hidden rows, with the role that these were checked for; empty under
 *     {@link RowSecurity#REFUSE}
 * @param caveats other reasons why rows may be missing
 */
public record Completeness(String relation, RowSecurity rowSecurity, List<Filtered> filtered, List<Caveat> caveats)
        implements Serializable {
    /** Rows that other steps have read, of which nothing is known. */
    public static final Completeness UNKNOWN = new Completeness("", RowSecurity.REFUSE, List.of(), List.of());

    /**
     * A relation that is read under policies.
     *
     * @param relation with its schema
     * @param role whom the policies are for
     * @param policies those that apply; without one, no row is visible
     */
    public record Filtered(String relation, String role, List<String> policies) implements Serializable {
        public Filtered {
            policies = List.copyOf(policies);
        }

        @Override
        public String toString() {
            return relation + " for role " + role + " ("
                    + (policies.isEmpty() ? "no policy, so no row" : String.join(", ", policies)) + ")";
        }
    }

    public Completeness {
        filtered = List.copyOf(filtered);
        caveats = List.copyOf(caveats);
    }

    /** What a run tells, a sentence each. */
    public List<String> notes() {
        return notes(".");
    }

    /** The value before there is a table file. */
    public List<String> warnings() {
        String roles = filtered.stream()
                .map(Filtered::role)
                .distinct()
                .map(role -> "ALTER ROLE " + Identifier.plain(role) + " BYPASSRLS")
                .collect(Collectors.joining("; "));
        return notes(": a run is refused without " + roles
                + ", or with rowSecurity: allow exports only the rows that the policies allow.");
    }

    private List<String> notes(String afterFiltered) {
        List<String> notes = new ArrayList<>();
        if (!filtered.isEmpty()) {
            notes.add("Row security may hide rows of "
                    + filtered.stream().map(Filtered::toString).collect(Collectors.joining("; ")) + afterFiltered);
        }
        caveats.stream()
                .filter(caveat -> caveat.kind().isLogged())
                .map(Caveat::detail)
                .forEach(notes::add);
        return notes;
    }
}
