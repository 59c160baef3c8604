package dev.caravan.scaffold;

import dev.caravan.types.Identifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The routeId of a relation's table file. It depends on nothing but the relation's name, and two relations never have the same one, nor
 * two that are one name in the Glue catalog.
 *
 * <p>{@code public.orders} is {@code orders}, and {@code sales.orders} is {@code sales__orders}. What could be the id of another relation
 * too, since characters had to be replaced, ends with a hash of the name.
 */
final class TableId {
    private static final String DEFAULT_SCHEMA = "public";
    private static final String GAP = "__";
    /** No gap in it, so that what stands before a gap is a schema. */
    private static final Pattern CLEAN = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)*");

    private static final Pattern HASHED = Pattern.compile(".*_[0-9a-f]{8}");
    private static final int HASH_BYTES = 4;
    /** Of a name in the Glue catalog that a crawler makes. */
    private static final int LONGEST = 128;

    private TableId() {}

    static String of(String schema, String name) {
        boolean inDefault = schema.equals(DEFAULT_SCHEMA);
        String plain = inDefault ? name : schema + GAP + name;
        boolean isOwn = isClean(name)
                && (inDefault || isClean(schema))
                && !HASHED.matcher(plain).matches()
                && plain.length() <= LONGEST;
        return isOwn ? plain : hashed(plain, schema, name);
    }

    private static boolean isClean(String part) {
        return CLEAN.matcher(part).matches();
    }

    private static String hashed(String plain, String schema, String name) {
        String hash = "_" + hash(Identifier.quote(schema) + "." + Identifier.quote(name));
        String stem =
                plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_").replaceAll("^_+|_+$", "");
        String some = stem.isEmpty() ? "t" : stem;
        return some.substring(0, Math.min(some.length(), LONGEST - hash.length())) + hash;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
