package dev.caravan.types;

import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;

/**
 * What one column becomes and how it gets there.
 *
 * @param target its type in Parquet and Glue
 * @param decoder reads the binary form of what the server sends
 * @param cast what the server is asked to send, as a suffix of the column in the SELECT list: empty for the type itself,
 *     {@code ::text} for the server's own text form
 */
public record Mapping(Target target, Decoder<? extends Vector> decoder, String cast) {
    /** A type that is read in its own binary form. */
    static Mapping binary(Target target, Decoder<? extends Vector> decoder) {
        return new Mapping(target, decoder, "");
    }

    /** A type that the server is asked to print. */
    static Mapping serverText() {
        return new Mapping(Target.STRING, Slices.AS_SENT, "::text");
    }

    /** Whether the type itself is read, so that it may also be part of an array or a composite value. */
    boolean isBinary() {
        return cast.isEmpty();
    }
}
