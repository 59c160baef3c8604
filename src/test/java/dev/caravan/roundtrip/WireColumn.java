package dev.caravan.roundtrip;

import dev.caravan.plan.Agreement;
import dev.caravan.plan.Column;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRun;
import dev.caravan.source.Snapshot;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A column as the server sends it.
 *
 * @param frames the binary forms of its values, NULLs left out
 */
record WireColumn(Column column, List<byte[]> frames) {
    private static final int FILE_HEADER = 19;

    /** The columns of a table but its id; with the targets that {@code types} chooses, only those. */
    static List<WireColumn> of(DataSource source, String table, Map<String, String> types) {
        List<WireColumn> columns = new ArrayList<>();
        try (Snapshot snapshot = Snapshot.open(source, table)) {
            TableRun run = Planner.plan(snapshot, Export.request(table, List.of(), "", types), Agreement.NONE, "run");
            run.columns().forEach(column -> columns.add(new WireColumn(column, new ArrayList<>())));
            CopyOut copy = snapshot.connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (" + run.chunks().get(0).select() + ") TO STDOUT (FORMAT binary)");
            boolean first = true;
            for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                ByteBuffer buffer = ByteBuffer.wrap(message);
                buffer.position(first ? FILE_HEADER : 0);
                first = false;
                if (buffer.remaining() > Short.BYTES) {
                    take(buffer, columns);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(table, e);
        }
        return columns.stream()
                .filter(found -> !found.column().name().equals("id"))
                .filter(found ->
                        types.isEmpty() || types.containsKey(found.column().name()))
                .toList();
    }

    private static void take(ByteBuffer row, List<WireColumn> columns) {
        row.getShort();
        for (WireColumn column : columns) {
            int length = row.getInt();
            if (length >= 0) {
                byte[] frame = new byte[length];
                row.get(frame);
                column.frames().add(frame);
            }
        }
    }
}
