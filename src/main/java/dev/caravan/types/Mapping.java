package dev.caravan.types;

import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;

/**
 * What one column becomes and how it gets there.
 *
 * @param target its type in Parquet and Glue
 * @param decoder reads the binary form of what the server sends
 * @param form what the server is asked to send
 */
public record Mapping(Target target, Decoder<? extends Vector> decoder, SqlForm form) {
    /** A type that is read in its own binary form. */
    static Mapping binary(Target target, Decoder<? extends Vector> decoder) {
        return new Mapping(target, decoder, new SqlForm.AsIs());
    }

    /** A type that the server is asked to print. */
    static Mapping serverText() {
        return new Mapping(Target.STRING, Slices.AS_SENT, new SqlForm.Cast("text"));
    }

    /** Whether the type itself is read, so that what contains it can be read in binary as well. */
    boolean isBinary() {
        return form instanceof SqlForm.AsIs;
    }
}
