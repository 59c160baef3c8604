package dev.caravan.read;

import dev.caravan.batch.RowBatch;
import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Chunk;
import dev.caravan.plan.ChunkProof;
import dev.caravan.plan.LockHolders;
import dev.caravan.plan.TableLock;
import dev.caravan.proof.ColumnSum;
import dev.caravan.source.Link;
import dev.caravan.source.Phase;
import dev.caravan.source.SourceFailure;
import dev.caravan.source.WithheldText;
import dev.caravan.types.BigEndian;
import dev.caravan.types.CorruptFrame;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of one chunk, read on demand: nothing is read ahead, so a slow consumer slows the server down.
 * A batch is valid until the next one is requested, which reuses its buffers.
 *
 * <p>There is always at least one batch; the only batch of an empty chunk has no rows but tells the fields.
 * Not safe for use by several threads at once.
 */
public final class ChunkReader implements Iterator<RowBatch>, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkReader.class);

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int END_OF_DATA = -1;
    private static final int HEADER_EXTENSION = SIGNATURE.length + 2 * Integer.BYTES;

    /** A buffer that one huge row needed is not kept for the rows after it. */
    private static final int MOST_KEPT = 16 << 20;

    private final Chunk chunk;
    private final String subject;
    private final BatchLimits limits;
    private final ReadProgress progress;
    private final BatchDecoder decoder;
    private final Connection connection;
    private final CopyMessages messages;
    private @Nullable Frames frames;
    private byte @Nullable [] first;
    private int pending;
    private boolean trailer;
    private long rows;
    private boolean anyBatch;
    private volatile boolean abandoned;

    /**
     * Starts reading.
     *
     * @param connection in the snapshot of the run; in use until this reader is closed
     * @param subject what is read, for the sentence of a failure
     * @param progress called for each batch
     * @param report called for bad values
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
        Link link = Link.of(connection);
        link.begins(Phase.FIRST_ROW, "chunk " + chunk.index() + " of " + subject);
        try {
            this.decoder = new BatchDecoder(chunk, RawText.ask(connection), report, subject);
            this.messages = CopyMessages.of(
                    connection.unwrap(PgConnection.class), "COPY (" + chunk.select() + "\n) TO STDOUT (FORMAT binary)");
            readHeader();
            link.enters(chunk.isComputed() ? Phase.COMPUTED_ROWS : Phase.ROWS);
        } catch (SQLException e) {
            throw failure(e);
        } catch (CorruptFrame e) {
            throw corrupt(e);
        }
    }

    /** The first message is the header, followed by the first row or the end. */
    private void readHeader() throws SQLException {
        byte[] message = new byte[Math.max(0, messages.next())];
        messages.take(message, 0);
        if (message.length < HEADER_EXTENSION
                || !Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw corrupt(new CorruptFrame("no signature of a binary COPY at its start"));
        }
        int from = HEADER_EXTENSION + BigEndian.int32(message, HEADER_EXTENSION - Integer.BYTES);
        byte[] behind = Arrays.copyOfRange(message, Math.min(from, message.length), message.length);
        if (behind.length == Short.BYTES) {
            end(behind);
        } else if (behind.length > 0) {
            first = behind;
        }
        advance();
    }

    /** Waits for the next row; what is pending is its length, or -1 after the last. */
    private void advance() throws SQLException {
        pending = messages.next();
        if (pending == Short.BYTES) {
            byte[] end = new byte[Short.BYTES];
            messages.take(end, 0);
            end(end);
            pending = messages.next();
        }
        if (trailer && pending >= 0) {
            throw new CorruptFrame("a message of " + pending + " bytes behind the end of the data");
        }
    }

    /** Two bytes are no row, since every table that is read has columns. */
    private void end(byte[] mark) {
        if (BigEndian.int16(mark, 0) != END_OF_DATA) {
            throw new CorruptFrame("a row of " + BigEndian.int16(mark, 0) + " columns");
        }
        trailer = true;
    }

    /** A COPY that something between the server and here has cut short ends like any other, with fewer rows. */
    private void requireWhole() {
        if (!trailer) {
            throw new CorruptFrame("it ends after " + Count.of(rows, "row") + " without the mark of its end");
        }
        if (messages.announcedRows() != rows) {
            throw new CorruptFrame(
                    "the server has sent " + Count.of(messages.announcedRows(), "row") + ", and " + rows + " arrived");
        }
    }

    @Override
    public boolean hasNext() {
        return !abandoned && (pending >= 0 || !anyBatch);
    }

    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("every batch of chunk " + chunk.index() + " was taken");
        }
        anyBatch = true;
        try {
            Frames read = emptied();
            if (first != null) {
                read.add(first);
                first = null;
            }
            while (pending >= 0
                    && read.rows() < limits.rows()
                    && (read.rows() == 0 || read.used() + (long) pending <= limits.bytes())) {
                read.add(messages, pending);
                advance();
            }
            int taken = read.rows();
            rows += taken;
            if (pending < 0) {
                requireWhole();
                if (chunk.isComputed()) {
                    TableLock.requireUntouched(connection, subject);
                }
            }
            RowBatch batch = decoder.decode(read);
            progress.read(taken, batch.bytes());
            return batch;
        } catch (SQLException e) {
            abandon();
            throw failure(e);
        } catch (CorruptFrame e) {
            abandon();
            throw corrupt(e);
        } catch (ExportException e) {
            abandon();
            throw e;
        }
    }

    private ExportException failure(SQLException fault) {
        SQLException told = chunk.isMasked() ? WithheldText.of(fault) : fault;
        return LockHolders.areBehind(told)
                ? LockHolders.failure(connection, subject, told)
                : SourceFailure.of(told, subject);
    }

    private Frames emptied() {
        Frames kept = frames;
        if (kept == null || kept.used() > MOST_KEPT) {
            decoder.forget();
            kept = new Frames(decoder.fieldsOnTheWire(), limits.rows());
            frames = kept;
        }
        kept.clear();
        return kept;
    }

    /**
     * What the values that the lake gets have to add up to, when the last batch was taken; empty when nothing is to be proven.
     *
     * @throws ExportException when the server refuses to compute it, or the connection is lost
     */
    public List<ColumnSum> sums() {
        ChunkProof proof = chunk.proof();
        if (proof == null) {
            return List.of();
        }
        Link.of(connection).begins(Phase.FIRST_ROW, "the sums of chunk " + chunk.index() + " of " + subject);
        try {
            return ServerSums.of(connection, proof, decoder.sums());
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Gives the buffers up, when the last batch has been taken and written: what a run knows of its chunks stays until its end. */
    public void release() {
        frames = null;
        decoder.forget();
    }

    /** Lets it end here: Camel takes what is left of a split although it has failed. May be called by any thread. */
    public void abandon() {
        abandoned = true;
    }

    private ExportException corrupt(CorruptFrame fault) {
        return new ExportException(
                ErrorCode.READ_INTERRUPTED,
                "The stream of " + subject + " is not a binary COPY: " + fault.getMessage() + ".",
                "It is retried; if it goes on, look for a proxy that rewrites the protocol.",
                fault);
    }

    /**
     * Ends the COPY. In the middle of it the connection goes too: after the driver has cancelled a COPY, its next statement
     * may meet answers that were meant for the COPY.
     */
    @Override
    public void close() {
        pending = -1;
        anyBatch = true;
        if (messages.isActive()) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection that read {} was broken already", subject, e);
            }
        }
    }
}
