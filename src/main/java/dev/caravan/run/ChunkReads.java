package dev.caravan.run;

import dev.caravan.plan.Chunk;
import dev.caravan.plan.TableRun;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.source.Readers;
import dev.caravan.source.Snapshot;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The chunks of a run while they are read, side by side: who reads which, and whose turn is next. */
final class ChunkReads {
    private final TableRun plan;
    private final Readers readers;
    private final Path folder;
    private final Map<Integer, ChunkRead> reads = new ConcurrentSkipListMap<>();
    private final Set<Integer> underWay = new HashSet<>();
    private int next;
    private int ended;
    private boolean closed;

    ChunkReads(TableRun plan, Readers readers, Path folder) {
        this.plan = plan;
        this.readers = readers;
        this.folder = folder;
    }

    /** The reads, in the order of their chunks, each as it was begun last. */
    Collection<ChunkRead> all() {
        return reads.values();
    }

    @Nullable
    ChunkRead of(int chunk) {
        return reads.get(chunk);
    }

    int readers() {
        return readers.count();
    }

    /**
     * The chunks in their order, each as soon as a connection may read it, so that no thread waits for one. None is left, from one
     * moment to the next, once the run has ended.
     */
    Iterator<@Nullable Chunk> turns() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return isAnyLeft();
            }

            @Override
            public @Nullable Chunk next() {
                return turn();
            }
        };
    }

    private synchronized boolean isAnyLeft() {
        return !closed && next < plan.chunks().size();
    }

    /** Null when the run ends meanwhile: an exception would reach Camel's splitter when its exchange has gone on already. */
    private synchronized @Nullable Chunk turn() {
        if (next >= plan.chunks().size()) {
            throw new NoSuchElementException("every chunk of run " + plan.runId() + " is taken");
        }
        while (!closed && next - ended >= readers.count()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return closed ? null : plan.chunks().get(next++);
    }

    /** Reads a chunk from its beginning. What an earlier read of it has brought is given up. */
    ChunkReader read(Chunk chunk, BatchLimits limits) {
        ChunkRead before = reads.remove(chunk.index());
        if (before != null) {
            before.giveUp();
            readers.giveBack(before.connection(), false);
        }
        Snapshot connection = readers.take();
        try {
            ChunkRead read = new ChunkRead(plan, chunk, connection, limits, folder);
            reads.put(chunk.index(), read);
            if (isClosed()) {
                read.abandon();
            }
            return read.reader();
        } catch (RuntimeException | Error e) {
            readers.giveBack(connection, false);
            throw e;
        }
    }

    /** A thread works on this chunk from now on. */
    synchronized void begin(int chunk) {
        underWay.add(chunk);
    }

    /** No thread works on this chunk any more: the connection is free if it has come to the end of it. */
    synchronized void end(int chunk) {
        if (underWay.remove(chunk)) {
            ended++;
        }
        ChunkRead read = reads.get(chunk);
        if (read != null && read.isWhole()) {
            readers.giveBack(read.connection(), true);
        }
        notifyAll();
    }

    /** Whether a chunk that broke can be read again in the snapshot of the run. */
    boolean mayReadAgain(int chunk) {
        ChunkRead read = reads.get(chunk);
        return !isClosed() && !readers.isLost() && (read == null || !readers.isHolder(read.connection()));
    }

    boolean isWhole() {
        return reads.size() == plan.chunks().size() && reads.values().stream().allMatch(ChunkRead::isWhole);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Ends the reads, and returns when no thread is at work any more: what it uploaded afterwards would take the place of what the
     * next try uploads.
     */
    void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        reads.values().forEach(ChunkRead::abandon);
        readers.abort();
        awaitRest();
        reads.values().forEach(read -> read.uploads().end());
        reads.values().stream().filter(read -> !read.isWhole()).forEach(ChunkRead::close);
        readers.close();
    }

    private synchronized void awaitRest() {
        boolean interrupted = false;
        while (!underWay.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
