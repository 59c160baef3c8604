package dev.caravan.bench.contender;

import dev.caravan.bench.data.Source;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** A process that reads what COPY statements send, each over a connection of its own, and throws it away. */
final class CopyReader {
    private final Source source;

    private CopyReader(Source source) {
        this.source = source;
    }

    private record Read(long rows, long bytes) {}

    /** Each line holds the statements, separated by tabs. */
    public static void main(String[] arguments) throws IOException {
        CopyReader reader = new CopyReader(Source.ofEnvironment());
        Answers.serve((statements, outcome) -> {
            Read read = reader.read(List.of(statements));
            outcome.put("rows", read.rows).put("bytes", read.bytes);
        });
    }

    private Read read(List<String> statements) throws SQLException {
        try (Connection holder = source.connect()) {
            String snapshot = Source.exportSnapshot(holder);
            List<CompletableFuture<Read>> parts = statements.stream()
                    .map(statement -> CompletableFuture.supplyAsync(() -> read(statement, snapshot), CopyReader::start))
                    .toList();
            long rows = 0;
            long bytes = 0;
            for (CompletableFuture<Read> part : parts) {
                rows += part.join().rows;
                bytes += part.join().bytes;
            }
            return new Read(rows, bytes);
        }
    }

    private Read read(String copy, String snapshot) {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set transaction snapshot '" + snapshot + "'");
            CopyOut out = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy);
            long bytes = 0;
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                bytes += row.length;
            }
            return new Read(out.getHandledRowCount(), bytes);
        } catch (SQLException e) {
            throw new CompletionException(e.getMessage(), e);
        }
    }

    /** A thread for each part, however few cores there are. */
    private static void start(Runnable work) {
        Thread thread = new Thread(work, "copy");
        thread.setDaemon(true);
        thread.start();
    }
}
