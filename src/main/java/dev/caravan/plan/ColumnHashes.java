package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.types.HashSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The hashes of the columns of a run, as SQL.
 *
 * <p>PostgreSQL adds them up in a statement of its own. With the rows themselves come those of columns whose bad values become something
 * else, or of all columns where bad rows are left out, so that the sums can be corrected; and all of them where the rows are worked out.
 */
final class ColumnHashes {
    /** The first version with hash functions of 64 bits. */
    private static final int FIRST_VERSION = 11;

    /** A SELECT has at most 1,664 columns, and the sums of a column need two. */
    private static final int MOST_SUMMED = 800;

    /** The bytes of text in these are those in UTF-8; of the second nobody knows, and text that is not UTF-8 is a bad value there. */
    private static final Set<String> AS_UTF8 = Set.of("UTF8", "SQL_ASCII");

    private final List<Column> columns;
    private final List<String> hashes;
    private final List<Integer> unhashed = new ArrayList<>();
    private final List<Integer> sent;
    private final boolean isComputed;

    private ColumnHashes(List<Column> columns, HashSql sql, boolean isComputed) {
        this.isComputed = isComputed;
        this.columns = List.copyOf(columns);
        this.hashes = new ArrayList<>();
        boolean areAllSent =
                isComputed || columns.stream().anyMatch(column -> column.onBadValue() == BadValuePolicy.REJECT);
        for (int i = 0; i < columns.size(); i++) {
            String hash = columns.get(i).hash(sql, !areAllSent);
            if (hash.isEmpty()) {
                unhashed.add(i);
            }
            hashes.add(hash.isEmpty() ? columns.get(i).presence() : hash);
        }
        this.sent = IntStream.range(0, columns.size())
                .filter(i -> areAllSent || columns.get(i).onBadValue() != BadValuePolicy.FAIL)
                .boxed()
                .toList();
    }

    /**
     * Those of these columns; null when no values are to be proven.
     *
     * @param isComputed whether the rows might be others if they were read again
     * @throws ExportException BAD_CONFIGURATION when the server has no such functions
     */
    static @Nullable ColumnHashes of(
            Connection connection, TableRequest request, List<Column> columns, boolean isComputed) throws SQLException {
        return switch (request.verify()) {
            case ROWS -> null;
            case CHECKSUM -> {
                int version = connection.getMetaData().getDatabaseMajorVersion();
                if (version < FIRST_VERSION) {
                    throw new ExportException(
                            ErrorCode.BAD_CONFIGURATION,
                            "verify is checksum for " + request.subject() + ", and the server has version " + version
                                    + ", without hash functions of 64 bits.",
                            "They exist since version " + FIRST_VERSION + "; leave verify out of the table file.");
                }
                String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
                yield new ColumnHashes(columns, new HashSql(AS_UTF8.contains(encoding)), isComputed);
            }
        };
    }

    /** What is selected with each row, behind all else: one array, since there may be as many hashes as a SELECT has columns. */
    List<String> sent() {
        return sent.isEmpty()
                ? List.of()
                : List.of(sent.stream().map(hashes::get).collect(Collectors.joining(", ", "ARRAY[", "]")));
    }

    /** How a chunk is proven. */
    ChunkProof proof(Cut cut) {
        return new ChunkProof(isComputed ? List.of() : sums(cut), sent, unhashed);
    }

    private List<String> sums(Cut cut) {
        return IntStream.iterate(0, from -> from < hashes.size(), from -> from + MOST_SUMMED)
                .mapToObj(from -> sums(cut, from, Math.min(hashes.size(), from + MOST_SUMMED)))
                .toList();
    }

    private String sums(Cut cut, int from, int to) {
        List<String> list = new ArrayList<>();
        List<String> sums = new ArrayList<>();
        for (int i = from; i < to; i++) {
            list.add(hashes.get(i) + " AS h" + i);
            sums.add("pg_catalog.count(" + counted(i, list) + "), pg_catalog.sum(h" + i + ")");
        }
        return "SELECT " + String.join(", ", sums) + " FROM (" + cut.select(String.join(", ", list)) + "\n) AS hashes";
    }

    /** Rows are counted once for all columns that have a value in each; of others the values, since a hash would be computed twice. */
    private String counted(int place, List<String> list) {
        Column column = columns.get(place);
        if (column.notNull()) {
            return "*";
        }
        if (column.masked() != null) {
            return "h" + place;
        }
        list.add(column.value() + " AS v" + place);
        return "v" + place;
    }
}
