package dev.caravan.publish;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument.Held;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The objects of one table in the bucket, and the publication that its state names. */
record TableObjects(LakeStore store, Layout layout) {
    /** So often may others write the state of one table before it is left to the next look. */
    static final int LOOKS = 10;

    List<String> keys(String prefix) {
        return store.list(prefix).stream().map(LakeStore.Entry::key).toList();
    }

    Map<String, LakeStore.Entry> entries(String prefix) {
        return store.list(prefix).stream().collect(Collectors.toMap(LakeStore.Entry::key, entry -> entry));
    }

    /** The keys below a prefix with the tags of their objects. */
    Map<String, String> tags(String prefix) {
        return store.list(prefix).stream().collect(Collectors.toMap(LakeStore.Entry::key, LakeStore.Entry::etag));
    }

    /** Whether the files of a publication are there, where they were uploaded or where they became visible. */
    boolean areThere(List<Move> moves) {
        Map<String, Long> found = new HashMap<>();
        Stream.of(
                        moves.stream().filter(Move::isCopy).map(Move::from),
                        moves.stream().map(Move::to))
                .map(Stream::toList)
                .filter(keys -> !keys.isEmpty())
                .forEach(keys -> entries(commonFolder(keys)).forEach((key, entry) -> found.put(key, entry.bytes())));
        return moves.stream()
                .allMatch(move -> Long.valueOf(move.bytes()).equals(found.get(move.from()))
                        || Long.valueOf(move.bytes()).equals(found.get(move.to())));
    }

    /** The folder of a key, with its slash. */
    static String folder(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    /** The innermost folder that all of these keys are in, with its slash. */
    static String commonFolder(Collection<String> keys) {
        String first = Collections.min(keys);
        String last = Collections.max(keys);
        int same = 0;
        while (same < Math.min(first.length(), last.length()) && first.charAt(same) == last.charAt(same)) {
            same++;
        }
        return folder(first.substring(0, same));
    }

    /** Removes what a publication has made obsolete, and uploads that wait no longer; never a file of the table. */
    void removeObsolete(State published, Collection<String> uploads) {
        Set<String> files = new HashSet<>(published.files());
        store.delete(Stream.concat(published.obsolete().stream(), uploads.stream())
                .filter(key -> !files.contains(key))
                .distinct()
                .toList());
    }

    /** That others write the state of a table all the time. */
    static ExportException contended(Layout layout) {
        return new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Other processes publish table " + layout.tableId() + " again and again.",
                "It is retried; let one process export a table at a time.");
    }

    /** Says that nothing is left to do of a publication. */
    void end(String runId, String attempt) {
        store.delete(List.of(layout.unfinished(runId, attempt)));
    }

    /** The publication that the state names. */
    static Intent intentOf(Held held) {
        return Objects.requireNonNull(held.state().publishing(), "no publication is under way");
    }

    /** Whether the state still names this publication. */
    static boolean isUnderWay(Intent intent, Held held) {
        Intent open = held.state().publishing();
        return open != null && open.isOf(intent.runId(), intent.attempt());
    }
}
