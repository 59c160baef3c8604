package dev.caravan.plan;

import dev.caravan.source.RowSecurity;
import dev.caravan.source.Snapshot;
import java.sql.SQLException;
import java.util.List;

/**
 * Keeps the promise of {@code rowSecurity: refuse} for a table whose own policies let every row pass.
 *
 * <p>With {@code row_security = off} the server refuses such a table too, since it does not look at what policies say. So the setting is
 * turned on for it, and afterwards no other relation of the read may be filtered.
 */
final class FilterCheck {
    private final Snapshot snapshot;
    private final TableRequest request;
    private final Relation relation;
    private boolean admitted;

    FilterCheck(Snapshot snapshot, TableRequest request, Relation relation) {
        this.snapshot = snapshot;
        this.request = request;
        this.relation = relation;
    }

    /** Before the first EXPLAIN: lets the table be read under its own policies if these hide nothing. */
    void admitOwnPolicies() throws SQLException {
        if (request.rowSecurity() == RowSecurity.REFUSE
                && relation.isFiltered()
                && relation.isStored()
                && ActivePolicies.of(snapshot.connection(), relation.oid()).stream()
                        .allMatch(FilteredRelation::showsAll)) {
            snapshot.rowSecurity(RowSecurity.ALLOW);
            admitted = true;
        }
    }

    /**
     * After EXPLAIN: the relations whose policies may hide rows.
     *
     * @throws dev.caravan.error.ExportException ROW_SECURITY when there are any and the table file does not allow it
     */
    List<Completeness.Filtered> filtered() throws SQLException {
        if (request.rowSecurity() == RowSecurity.REFUSE && !admitted) {
            return List.of();
        }
        List<FilteredRelation> hiding = ActivePolicies.of(snapshot.connection(), relation.oid()).stream()
                .filter(found -> !found.showsAll())
                .toList();
        if (admitted && !hiding.isEmpty()) {
            throw RowSecurityRefusal.because(request, hiding, null);
        }
        return hiding.stream()
                .map(found -> new Completeness.Filtered(found.relation(), found.role(), found.policies()))
                .toList();
    }
}
