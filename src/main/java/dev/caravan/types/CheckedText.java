package dev.caravan.types;

import dev.caravan.batch.Vector;

/** Text of a database that does not know its encoding: what is not UTF-8 is refused, since Parquet's STRING is UTF-8. */
final class CheckedText<V extends Vector> extends Decoder<V> {
    private final Decoder<V> text;

    CheckedText(Decoder<V> text) {
        this.text = text;
    }

    @Override
    public void value(byte[] bytes, int offset, int length, V out) {
        check(bytes, offset, length);
        text.value(bytes, offset, length, out);
    }

    /** Refuses bytes that are not text. */
    static void check(byte[] bytes, int offset, int length) {
        if (!Utf8Text.isValid(bytes, offset, length)) {
            throw new UnrepresentableValue(
                    Utf8Text.escaped(bytes, offset, length),
                    "its bytes are not text in UTF-8, which a Parquet STRING is");
        }
    }
}
