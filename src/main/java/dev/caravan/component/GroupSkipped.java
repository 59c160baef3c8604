package dev.caravan.component;

/** A table is not exported at this fire, because another one of its group was still running when the fire came due. */
public final class GroupSkipped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GroupSkipped(String message) {
        super(message, null, false, false);
    }
}
