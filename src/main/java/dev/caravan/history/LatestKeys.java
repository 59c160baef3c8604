package dev.caravan.history;

import dev.caravan.lake.LakeStore;
import dev.caravan.plan.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The last documents of a folder whose names begin with the time of a run.
 *
 * <p>S3 lists keys from the first on only. So the listing begins at a time not long ago, and at ever earlier ones until there are enough.
 */
final class LatestKeys {
    private static final int PAGE = 1_000;
    private static final Duration FIRST = Duration.ofHours(1);
    private static final int GROWTH = 4;
    /** Before there was any. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private LatestKeys() {}

    /**
     * The last keys, in their order.
     *
     * @param most how many at most; all with {@link Integer#MAX_VALUE}
     */
    static List<String> of(LakeStore store, String folder, int most) {
        List<String> some = keys(store.list(folder, PAGE), folder);
        if (some.size() < PAGE) {
            return last(some, most);
        }
        if (most == Integer.MAX_VALUE) {
            return keys(store.list(folder), folder);
        }
        for (Duration back = FIRST; back.compareTo(LONGEST) < 0; back = back.multipliedBy(GROWTH)) {
            String after = folder + RunId.of(Instant.now().minus(back));
            List<String> found = keys(store.listAfter(folder, after), folder);
            if (found.size() >= most) {
                return last(found, most);
            }
        }
        return last(keys(store.list(folder), folder), most);
    }

    private static List<String> keys(List<LakeStore.Entry> entries, String folder) {
        return entries.stream()
                .map(LakeStore.Entry::key)
                .filter(key -> RunId.isAtStartOf(key.substring(folder.length())))
                .toList();
    }

    private static List<String> last(List<String> keys, int most) {
        return keys.subList(Math.max(0, keys.size() - most), keys.size());
    }
}
