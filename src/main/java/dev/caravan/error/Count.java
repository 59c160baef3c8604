package dev.caravan.error;

import java.util.Locale;

/** A number of things in a message: {@code 1 row}, {@code 2 rows}, {@code 1,234 rows}. */
public final class Count {
    private Count() {}

    /** So many of what has a regular plural. */
    public static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }

    /** So many of this. */
    public static String of(long number, String noun, String plural) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? noun : plural);
    }
}
