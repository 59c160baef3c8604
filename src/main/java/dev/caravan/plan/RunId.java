package dev.caravan.plan;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of runs: the moment of the fire in UTC to the millisecond, so that they sort by time and a recovered fire is the same run. */
public final class RunId {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int LENGTH = "20261122T041500000Z".length();
    private static final Pattern AT_START = Pattern.compile("\\d{8}T\\d{9}Z");

    /** Processes that start in the same moment must not draw the same numbers. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private RunId() {}

    /** The id of the run that was due at this moment. */
    public static String of(Instant fire) {
        return FORMAT.format(fire);
    }

    /** Whether a name begins with the id of a run, as the names of what a run leaves behind do. */
    public static boolean isAtStartOf(String name) {
        return AT_START.matcher(name).lookingAt();
    }

    /** The id of the run that a name begins with. */
    public static String atStartOf(String name) {
        return name.substring(0, LENGTH);
    }

    /**
     * The name of an attempt of a run, such as {@code 5e0c4a1f-1}: no other attempt, of this process or another, has the same, so that
     * neither of two can touch what the other has written.
     *
     * @param previous the attempt that failed before it; null for the first of an execution of the run
     */
    public static String attempt(@Nullable String previous) {
        if (previous == null) {
            return HexFormat.of().toHexDigits(RANDOM.nextInt()) + "-1";
        }
        int dash = previous.indexOf('-');
        return previous.substring(0, dash + 1) + (Integer.parseInt(previous, dash + 1, previous.length(), 10) + 1);
    }

    /** Whether two attempts belong to one execution of a run; two processes that take the same fire execute it once each. */
    public static boolean isSameExecution(String one, @Nullable String other) {
        int dash = one.indexOf('-');
        return other != null && dash > 0 && other.startsWith(one.substring(0, dash + 1));
    }
}
