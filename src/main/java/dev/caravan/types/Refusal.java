package dev.caravan.types;

import dev.caravan.batch.Vector;

/** Decides what stands in the place of a value, or of a part of one, that the target cannot hold. */
@FunctionalInterface
public interface Refusal {
    /**
     * Appends exactly one value in its place, or throws.
     *
     * @param fault the value and the rule
     * @param out the vector that the value was meant for
     */
    void refused(UnrepresentableValue fault, Vector out);
}
