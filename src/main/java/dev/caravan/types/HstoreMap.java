package dev.caravan.types;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.ListVector;
import dev.caravan.batch.StructVector;

/** hstore ({@code hstore_send}): number of pairs, then the length and text of each key and value; a value of length -1 is NULL. */
final class HstoreMap extends Decoder<ListVector> {
    private final boolean checkingText;

    HstoreMap() {
        this(false);
    }

    private HstoreMap(boolean checkingText) {
        this.checkingText = checkingText;
    }

    @Override
    public Decoder<ListVector> checkingText() {
        return new HstoreMap(true);
    }

    @Override
    public void value(byte[] bytes, int offset, int length, ListVector out) {
        int pairs = length < Integer.BYTES ? -1 : BigEndian.int32(bytes, offset);
        int end = offset + length;
        if (pairs < 0 || pairs > length / (2 * Integer.BYTES)) {
            throw new CorruptFrame("hstore of " + length + " bytes that announces " + pairs + " pairs");
        }
        StructVector entries = (StructVector) out.elements();
        BytesVector keys = (BytesVector) entries.fields().get(0);
        BytesVector values = (BytesVector) entries.fields().get(1);
        int at = offset + Integer.BYTES;
        for (int i = 0; i < pairs; i++) {
            int key = part(bytes, at, end);
            if (key < 0) {
                throw new CorruptFrame("hstore with a key that is NULL");
            }
            keys.addShared(at + Integer.BYTES, key);
            at += Integer.BYTES + key;
            int value = part(bytes, at, end);
            at += Integer.BYTES;
            if (value < 0) {
                values.addNull();
            } else {
                values.addShared(at, value);
                at += value;
            }
            entries.endStruct();
        }
        if (at != end) {
            throw new CorruptFrame("hstore of " + length + " bytes with bytes left over");
        }
        out.endList();
    }

    private int part(byte[] bytes, int at, int end) {
        int length = end - at < Integer.BYTES ? Integer.MIN_VALUE : BigEndian.int32(bytes, at);
        if (length < -1 || length > end - at - Integer.BYTES) {
            throw new CorruptFrame("hstore that ends within a pair");
        }
        if (checkingText) {
            CheckedText.check(bytes, at + Integer.BYTES, Math.max(0, length));
        }
        return length;
    }
}
