package dev.caravan.types;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Target;

/** The ways in which a type becomes text, and what the notes of several rows say. */
public final class TextRows {
    /** The binary form is the text. */
    static final Mapping AS_SENT = of(Slices.AS_SENT);
    /** The binary form is a version byte and the text. */
    static final Mapping VERSIONED = of(Slices.VERSIONED);
    /** The server prints it. */
    static final Mapping SERVER = Mapping.serverText();

    static final String NAMES = "the name, with its schema where the search path needs it";
    static final String WKB =
            "ISO WKB, with GeoParquet's metadata in the file. The SRID has to be the one that the column declares,"
                    + " since WKB has no place for it; choose ewkb to keep it in each value";

    private TextRows() {}

    /** Text that a decoder makes. */
    static Mapping of(Decoder<BytesVector> decoder) {
        return Mapping.binary(Target.STRING, decoder);
    }
}
