package dev.caravan.publish;

import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import java.util.function.BooleanSupplier;

/**
 * Whether the state of a table is still what it was, looked at again when the last look is a second old: a state with many files is large,
 * and a process that was held up asks late.
 */
final class StillHeld implements BooleanSupplier {
    private static final long TRUSTED_NANOS = 1_000_000_000;

    private final StateDocument states;
    private final Held held;
    private long looked = System.nanoTime();

    /** Of a state that was written or read a moment ago. */
    StillHeld(StateDocument states, Held held) {
        this.states = states;
        this.held = held;
    }

    @Override
    public boolean getAsBoolean() {
        if (System.nanoTime() - looked < TRUSTED_NANOS) {
            return true;
        }
        boolean isStill = states.isStill(held);
        looked = System.nanoTime();
        return isStill;
    }
}
