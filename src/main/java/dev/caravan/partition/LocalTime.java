package dev.caravan.partition;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Moments as the clocks of a time zone show them. It remembers the last offset and for how long it holds, since most rows are near each other.
 *
 * <p>Not safe for use by several threads at once.
 */
final class LocalTime {
    private final ZoneRules rules;
    private final boolean isFixed;
    private long from = 1;
    private long to;
    private int offset;

    LocalTime(ZoneId zone) {
        this.rules = zone.getRules();
        this.isFixed = rules.isFixedOffset();
        if (isFixed) {
            offset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
        }
    }

    /** The seconds since 1970 that the clocks show. */
    long seconds(long utc) {
        if (!isFixed && (utc < from || utc >= to)) {
            look(utc);
        }
        return utc + offset;
    }

    private void look(long utc) {
        Instant moment = Instant.ofEpochSecond(utc);
        ZoneOffsetTransition before = rules.previousTransition(moment.plusSeconds(1));
        ZoneOffsetTransition after = rules.nextTransition(moment);
        offset = rules.getOffset(moment).getTotalSeconds();
        from = second(before, Long.MIN_VALUE);
        to = second(after, Long.MAX_VALUE);
    }

    private static long second(@Nullable ZoneOffsetTransition transition, long otherwise) {
        return transition == null ? otherwise : transition.toEpochSecond();
    }
}
