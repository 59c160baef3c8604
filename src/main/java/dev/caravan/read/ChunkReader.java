package dev.caravan.read;

import dev.caravan.batch.RowBatch;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.SourceFailure;
import dev.caravan.types.BigEndian;
import dev.caravan.types.CorruptFrame;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of one chunk, read as they are asked for: nothing is read ahead, so a slow taker slows the server.
 *
 * <p>There is always at least one batch; the only batch of an empty chunk has no rows but tells the fields.
 * Not safe for use by several threads at once.
 */
public final class ChunkReader implements Iterator<RowBatch>, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkReader.class);

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int HEADER_EXTENSION = SIGNATURE.length + 2 * Integer.BYTES;

    private final Chunk chunk;
    private final String subject;
    private final BatchLimits limits;
    private final ReadProgress progress;
    private final BatchDecoder decoder;
    private final Connection connection;
    private final CopyOut copy;
    private byte @Nullable [] pending;
    private int pendingFrom;
    private boolean anyBatch;
    private int lastRows;
    private int lastBytes;
    private volatile boolean abandoned;

    /**
     * Starts reading.
     *
     * @param connection in the snapshot of the run; in use until this reader is closed
     * @param subject what is read, for the sentence of a failure
     * @param progress is told of every batch
     * @param report is told of bad values
     * @throws ExportException when the server refuses
     */
    public ChunkReader(
            Connection connection,
            Chunk chunk,
            String subject,
            BatchLimits limits,
            ReadProgress progress,
            BadValueReport report) {
        this.connection = connection;
        this.chunk = chunk;
        this.subject = subject;
        this.limits = limits;
        this.progress = progress;
        try {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            this.decoder = new BatchDecoder(chunk, RawText.ask(connection), report, subject);
            this.copy = postgres.getCopyAPI().copyOut("COPY (" + chunk.select() + "\n) TO STDOUT (FORMAT binary)");
            readHeader();
        } catch (SQLException e) {
            throw SourceFailure.of(e, subject);
        }
    }

    private void readHeader() throws SQLException {
        byte[] message = copy.readFromCopy();
        if (message == null
                || message.length < HEADER_EXTENSION
                || !Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw corrupt(new CorruptFrame("no signature of a binary COPY at its start"));
        }
        pendingFrom = HEADER_EXTENSION + BigEndian.int32(message, HEADER_EXTENSION - Integer.BYTES);
        pending = message;
        if (pendingFrom >= message.length) {
            advance();
        }
    }

    /** Puts the next row, or null after the last, into {@code pending}. */
    private void advance() throws SQLException {
        pending = copy.readFromCopy();
        pendingFrom = 0;
        if (pending != null && pending.length == Short.BYTES) {
            pending = copy.readFromCopy();
        }
    }

    @Override
    public boolean hasNext() {
        return !abandoned && (pending != null || !anyBatch);
    }

    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("every batch of chunk " + chunk.index() + " was taken");
        }
        anyBatch = true;
        try {
            Frames frames = new Frames(decoder.fieldsOnTheWire(), limits.rows(), lastRows, lastBytes);
            while (pending != null
                    && frames.rows() < limits.rows()
                    && (frames.rows() == 0 || frames.used() + (long) pending.length <= limits.bytes())) {
                frames.add(pending, pendingFrom);
                advance();
            }
            int rows = frames.rows();
            lastRows = rows;
            lastBytes = frames.used();
            RowBatch batch = decoder.decode(frames);
            progress.read(rows, batch.bytes());
            return batch;
        } catch (SQLException e) {
            abandon();
            throw SourceFailure.of(e, subject);
        } catch (CorruptFrame e) {
            abandon();
            throw corrupt(e);
        } catch (ExportException e) {
            abandon();
            throw e;
        }
    }

    /** Lets it end here: Camel takes what is left of a split although it has failed. May be called by any thread. */
    public void abandon() {
        abandoned = true;
    }

    private ExportException corrupt(CorruptFrame fault) {
        return new ExportException(
                ErrorCode.READ_INTERRUPTED,
                "The stream of " + subject + " is not a binary COPY: " + fault.getMessage() + ".",
                "It is tried again; if it goes on, look for a proxy that rewrites the protocol.",
                fault);
    }

    /**
     * Ends the COPY. In the middle of it the connection goes too: after the driver has cancelled a COPY, its next statement
     * may meet answers that were meant for the COPY.
     */
    @Override
    public void close() {
        pending = null;
        anyBatch = true;
        if (copy.isActive()) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection that read {} was broken already", subject, e);
            }
        }
    }
}
