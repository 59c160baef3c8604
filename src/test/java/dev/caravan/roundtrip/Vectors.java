package dev.caravan.roundtrip;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.ListVector;
import dev.caravan.batch.StructVector;
import dev.caravan.batch.Vector;

/** Looks whether the parts of a vector belong together, as whoever writes it relies on. */
final class Vectors {
    private Vectors() {}

    static boolean areConsistent(Vector vector) {
        if (vector instanceof ListVector lists) {
            int end = 0;
            for (int i = 0; i < lists.size(); i++) {
                if (lists.start(i) != end || lists.end(i) < end) {
                    return false;
                }
                end = lists.end(i);
            }
            return lists.elements().size() == end && areConsistent(lists.elements());
        }
        if (vector instanceof StructVector structs) {
            return structs.fields().stream().allMatch(field -> field.size() == structs.size() && areConsistent(field));
        }
        if (vector instanceof BytesVector bytes) {
            for (int i = 0; i < bytes.size(); i++) {
                boolean lies = bytes.isNull(i)
                        || (bytes.offset(i) >= 0
                                && bytes.length(i) >= 0
                                && bytes.length(i) <= bytes.buffer(i).length - bytes.offset(i));
                if (!lies) {
                    return false;
                }
            }
        }
        return true;
    }
}
