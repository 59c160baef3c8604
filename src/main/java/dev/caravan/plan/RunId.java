package dev.caravan.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names of runs: the moment of the fire in UTC to the millisecond, so that they sort by time and a recovered fire is the same run. */
public final class RunId {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunId() {}

    /** The id of the run that was due at this moment. */
    public static String of(Instant fire) {
        return FORMAT.format(fire);
    }
}
