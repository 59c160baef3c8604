package dev.caravan.run;

import dev.caravan.batch.Field;
import dev.caravan.error.ErrorCode;
import dev.caravan.plan.TableRun;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BadValues;
import dev.caravan.source.Readers;
import dev.caravan.write.DataFile;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run of a relation of PostgreSQL, which is read in chunks by several connections in one snapshot. */
public final class ChunkedRun extends ActiveRun {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkedRun.class);

    private final Readers readers;
    /** By the index of the chunk, which is the order of the table. */
    private final Map<Integer, ChunkRead> reads = new ConcurrentSkipListMap<>();

    /**
     * A run that begins.
     *
     * @param readers the connections of its snapshot
     * @param folder where its files lie until they are uploaded; removed at the end
     * @param atEnd is run when the run has ended, at every {@link #close()}
     */
    public ChunkedRun(TableRun plan, Readers readers, Path folder, Runnable atEnd) {
        super(plan, folder, atEnd);
        this.readers = readers;
    }

    /**
     * The chunks in their order, each as soon as a connection may read it, so that no thread waits for one. They end when the run ends; a
     * null before the end says that it has ended, since an exception would reach Camel's splitter when its exchange has gone on already.
     */
    public Iterator<@Nullable ChunkRead> chunks() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !readers.isEnded() && reads.size() < plan().chunks().size();
            }

            @Override
            public @Nullable ChunkRead next() {
                if (reads.size() == plan().chunks().size()) {
                    throw new NoSuchElementException("every chunk of " + name() + " is taken");
                }
                Readers.Lease lease = readers.lease();
                if (lease == null) {
                    return null;
                }
                int next = reads.size();
                ChunkRead read = new ChunkRead(plan(), plan().chunks().get(next), readers, lease, folder());
                reads.put(next, read);
                return read;
            }
        };
    }

    @Override
    public long rowsRead() {
        return reads.values().stream().mapToLong(ChunkRead::rows).sum();
    }

    @Override
    public long bytesRead() {
        return reads.values().stream().mapToLong(ChunkRead::bytes).sum();
    }

    @Override
    public int readers() {
        return readers.count();
    }

    @Override
    public BadValues badValues() {
        return BadValues.sum(reads.values().stream().map(ChunkRead::badValues).toList());
    }

    @Override
    public List<Field> inferredFields() {
        return List.of();
    }

    @Override
    Stream<DataFile> finishedFiles() {
        return reads.values().stream().flatMap(read -> read.files().stream());
    }

    @Override
    List<ReadChunk> readChunks() {
        return reads.values().stream()
                .map(read -> new ReadChunk(read.chunk().index(), read.chunk().range(), read.rows(), read.files()))
                .toList();
    }

    @Override
    List<ColumnSum> sums() {
        return reads.values().stream().map(ChunkRead::sums).reduce(List.of(), ProvenChunk::plus);
    }

    @Override
    public void requireWhole() {
        throwFailure();
        boolean isWhole = reads.size() == plan().chunks().size()
                && reads.values().stream().allMatch(ChunkRead::isWhole);
        if (!isWhole) {
            throw incomplete(
                    ErrorCode.BAD_CONFIGURATION,
                    " comes to its end with chunks that are not read whole.",
                    "Split the body of pg-table, and let every chunk pass pg-copy and parquet-file, as"
                            + " examples/pg-copy.camel.yaml does.");
        }
        EndedEarly ended = new EndedEarly(
                finishedFiles().count(),
                reads.values().stream().mapToLong(ChunkRead::filesAgain).sum());
        ended.warning(plan()).ifPresent(LOG::warn);
    }

    @Override
    public void abandonReads() {
        reads.values().forEach(ChunkRead::abandon);
    }

    @Override
    public void abortUploads() {
        reads.values().forEach(ChunkRead::abortUploads);
    }

    /** Returns when no thread is at work any more: a late upload would replace a file of the next attempt. */
    @Override
    public synchronized void endReads() {
        readers.end();
        abandonReads();
        readers.abort();
        readers.awaitIdle();
        reads.values().forEach(ChunkRead::close);
        readers.close();
    }
}
