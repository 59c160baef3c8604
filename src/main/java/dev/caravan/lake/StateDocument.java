package dev.caravan.lake;

import dev.caravan.error.ExportException;
import java.util.Arrays;
import java.util.Optional;

/** The state of one table in the bucket, read and written so that of several writers one wins. */
public final class StateDocument {
    /**
     * The state as it was read or written.
     *
     * @param version of the document; nothing when there is none
     */
    public record Held(State state, Optional<LakeStore.Version> version) {}

    private final LakeStore store;
    private final String key;

    public StateDocument(LakeStore store, Layout layout) {
        this.store = store;
        this.key = layout.state();
    }

    /** What it is now. */
    public Held read() {
        Optional<LakeStore.Version> found = store.read(key);
        return new Held(
                found.map(version -> Json.read("s3://" + store.bucket() + "/" + key, version.bytes(), State.class))
                        .orElse(State.NONE),
                found);
    }

    /** Whether it is still what was read or written. */
    public boolean isStill(Held held) {
        return store.read(key)
                .map(LakeStore.Version::etag)
                .equals(held.version().map(LakeStore.Version::etag));
    }

    /**
     * Writes it, if it is still what was read. An answer that is lost says nothing of what was written, so the document itself is asked.
     *
     * @return what was written; empty if another client wrote meanwhile
     */
    public Optional<Held> write(State next, Held expected) {
        byte[] bytes = Json.bytes(next);
        ExportException failure = null;
        try {
            Optional<LakeStore.Version> written = store.putIfUnchanged(key, bytes, expected.version());
            if (written.isPresent()) {
                return Optional.of(new Held(next, written));
            }
        } catch (ExportException e) {
            failure = e;
        }
        Optional<LakeStore.Version> ours = store.read(key).filter(found -> Arrays.equals(found.bytes(), bytes));
        if (failure != null && ours.isEmpty()) {
            throw failure;
        }
        return ours.map(version -> new Held(next, Optional.of(version)));
    }
}
