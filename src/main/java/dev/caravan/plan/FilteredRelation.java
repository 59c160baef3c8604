package dev.caravan.plan;

import dev.caravan.types.Identifier;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A relation whose rows row security filters for the role that reads it.
 *
 * @param relation as SQL names it
 * @param role that the policies are checked for: the role of the connection, or the owner of a view above the relation
 * @param isOwner whether that role owns the relation, so that only FORCE ROW LEVEL SECURITY binds it
 * @param policies those that apply to a SELECT of the role; without one, no row is visible
 * @param showsAll whether these let every row pass: {@code USING (true)}
 */
record FilteredRelation(String relation, String role, boolean isOwner, List<String> policies, boolean showsAll) {
    FilteredRelation {
        policies = List.copyOf(policies);
    }

    /** For the sentence of a message. */
    String clause() {
        return relation + " has "
                + (isOwner ? "FORCE ROW LEVEL SECURITY, which binds its owner too," : "ROW LEVEL SECURITY")
                + (isOwner ? " and " : " with ")
                + (policies.isEmpty()
                        ? "no policy for role " + role + ", which hides all rows from it"
                        : (policies.size() == 1 ? "the policy " : "the policies ")
                                + String.join(", ", policies)
                                + " for role "
                                + role);
    }

    static String clauses(List<FilteredRelation> filtered) {
        return filtered.stream().map(FilteredRelation::clause).collect(Collectors.joining("; "));
    }

    /** The roles that would need BYPASSRLS. */
    static String remedies(List<FilteredRelation> filtered) {
        return filtered.stream()
                .map(relation -> "ALTER ROLE " + Identifier.plain(relation.role()) + " BYPASSRLS")
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
