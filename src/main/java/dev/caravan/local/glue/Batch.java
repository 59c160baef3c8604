package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** A request for many things, each of which may fail alone. */
final class Batch {
    private Batch() {}

    /**
     * Does one of them.
     *
     * @param failed gets the ErrorDetail of its fault
     */
    static void each(Runnable action, Consumer<ObjectNode> failed) {
        try {
            action.run();
        } catch (GlueFault fault) {
            failed.accept(Request.object().put("ErrorCode", fault.type()).put("ErrorMessage", fault.getMessage()));
        }
    }
}
