package dev.caravan.types;

import dev.caravan.batch.StructVector;
import dev.caravan.batch.Vector;
import java.util.ArrayList;
import java.util.List;

/** A composite value ({@code record_send} in {@code rowtypes.c}): number of columns, then type, length and bytes of each. */
final class CompositeDecoder extends Decoder<StructVector> {
    private final List<Decoder<? extends Vector>> attributes;

    CompositeDecoder(List<Decoder<? extends Vector>> attributes) {
        this.attributes = List.copyOf(attributes);
    }

    @Override
    Decoder<StructVector> withParts(PartChange change) {
        List<Decoder<? extends Vector>> changed = new ArrayList<>();
        attributes.forEach(attribute -> changed.add(change.of(attribute)));
        return new CompositeDecoder(changed);
    }

    @Override
    public void value(byte[] bytes, int offset, int length, StructVector out) {
        int end = offset + length;
        if (length < Integer.BYTES || BigEndian.int32(bytes, offset) != attributes.size()) {
            throw new CorruptFrame(
                    "composite of " + length + " bytes that does not have " + attributes.size() + " columns");
        }
        int at = offset + Integer.BYTES;
        for (int i = 0; i < attributes.size(); i++) {
            at = PartFrames.value(
                    attributes.get(i),
                    bytes,
                    at + Integer.BYTES,
                    end,
                    out.fields().get(i));
        }
        if (at != end) {
            throw new CorruptFrame("composite of " + length + " bytes with bytes left over");
        }
        out.endStruct();
    }
}
