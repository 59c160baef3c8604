package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/** Text of a database that does not know its encoding: what is not UTF-8 is refused, since Parquet's STRING is UTF-8. */
final class CheckedText extends Decoder<BytesVector> {
    private final Decoder<BytesVector> text;

    CheckedText(Decoder<BytesVector> text) {
        this.text = text;
    }

    @Override
    public void value(byte[] bytes, int offset, int length, BytesVector out) {
        if (!Utf8Text.isValid(bytes, offset, length)) {
            throw new UnrepresentableValue(
                    Utf8Text.escaped(bytes, offset, length),
                    "its bytes are not text in UTF-8, which a Parquet STRING is");
        }
        text.value(bytes, offset, length, out);
    }
}
