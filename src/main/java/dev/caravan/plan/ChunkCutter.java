package dev.caravan.plan;

import dev.caravan.source.Readers;
import dev.caravan.types.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides into which SELECTs a table is cut, and opens the connections that read them. */
final class ChunkCutter {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkCutter.class);

    private final Connection connection;
    private final Relation relation;
    private final Readers readers;
    private final ChunkSizes sizes;
    private final String list;
    private final String where;

    /**
     * A cutter of one table.
     *
     * @param sizes for files of so many columns
     * @param list what is selected
     * @param where the condition of the table file, or empty
     */
    ChunkCutter(
            Connection connection, Relation relation, Readers readers, ChunkSizes sizes, String list, String where) {
        this.connection = connection;
        this.relation = relation;
        this.readers = readers;
        this.sizes = sizes;
        this.list = list;
        this.where = where;
    }

    /** Everything as one SELECT. */
    String whole() {
        return uncut().select(list);
    }

    private Cut uncut() {
        return new Cut(List.of(relation.from() + (where.isEmpty() ? "" : " WHERE " + where)), "");
    }

    /**
     * The chunks, which together have every row of the whole once, in the order of the table.
     *
     * @param plan of the whole
     */
    List<Cut> cuts(QueryPlan plan) throws SQLException {
        if (plan.hasCustomScan()) {
            LOG.debug("{} is read in one piece, as an extension scans it", relation.from());
            return List.of(uncut());
        }
        if (relation.bytes() >= 0 && sizes.count(relation.bytes()) == 1) {
            return List.of(uncut());
        }
        Optional<Family> found = relation.isStored() ? Family.of(connection, relation.oid()) : Optional.empty();
        if (found.isEmpty()) {
            return List.of(uncut());
        }
        Family family = found.get();
        long bytes = wanted(family, plan.rows());
        int wanted = sizes.count(bytes);
        if (wanted < 2 || !canBeCut(family)) {
            return List.of(uncut());
        }
        List<Cut> cuts = cut(family, wanted);
        if (cuts.size() < 2) {
            return cuts;
        }
        int there = readers.open(Math.min(cuts.size(), sizes.readers()), "EXPLAIN " + whole());
        int count = readers.isAlone() ? 1 : sizes.with(there).count(bytes);
        return count == cuts.size() ? cuts : count == 1 ? List.of(uncut()) : cut(family, count);
    }

    /** How much of the table's size its condition leaves. */
    private long wanted(Family family, long estimatedRows) {
        double rows = family.rows();
        return where.isEmpty() || rows <= estimatedRows
                ? family.bytes()
                : (long) (family.bytes() * (estimatedRows / rows));
    }

    /** A condition that goes on after its end ({@code id > 5 ORDER BY id}) is one of the whole table only. */
    private boolean canBeCut(Family family) throws SQLException {
        if (where.isEmpty()) {
            return true;
        }
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("EXPLAIN " + new Cut(List.of(source(family, 0, "true")), "").select(list));
            return true;
        } catch (SQLException e) {
            LOG.debug("The condition {} holds for the whole table only: {}", where, e.getMessage());
            connection.rollback(before);
            return false;
        } finally {
            connection.releaseSavepoint(before);
        }
    }

    private List<Cut> cut(Family family, int chunks) throws SQLException {
        List<Cut> cuts = new ArrayList<>();
        if (family.members().size() == 1 && !family.members().get(0).byPages()) {
            for (String condition : KeyRanges.of(connection, relation, chunks)) {
                cuts.add(condition.isEmpty() ? uncut() : new Cut(List.of(source(family, 0, condition)), condition));
            }
            return cuts;
        }
        for (List<PageRanges.Piece> pieces : PageRanges.of(family, chunks)) {
            cuts.add(new Cut(
                    pieces.stream()
                            .map(piece -> source(family, piece.member(), piece.condition()))
                            .toList(),
                    pieces.stream().map(piece -> range(family, piece)).collect(Collectors.joining(", "))));
        }
        return cuts.size() == 1 ? List.of(uncut()) : cuts;
    }

    private static String range(Family family, PageRanges.Piece piece) {
        String member = family.members().get(piece.member()).from();
        return piece.condition().isEmpty() ? member : member + " " + piece.condition();
    }

    private String source(Family family, int member, String condition) {
        // A comment at the end of the condition ends with its line.
        String both =
                where.isEmpty() ? condition : "(" + where + "\n)" + (condition.isEmpty() ? "" : " AND " + condition);
        String from = family.members().get(member).from();
        return "ONLY " + from
                + (from.equals(relation.from()) ? "" : " AS " + Identifier.quote(relation.name()))
                + (both.isEmpty() ? "" : " WHERE " + both);
    }
}
