package dev.caravan.types;

import dev.caravan.batch.Vector;
import org.jspecify.annotations.Nullable;

/** Thrown inside a decoder for a value that the target cannot hold. Without a stack trace: the policy of the column handles it. */
public final class UnrepresentableValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String value;
    private final String rule;
    private final transient @Nullable Clamp clamp;

    /** Appends the representable value that is nearest to the one that was refused. */
    @FunctionalInterface
    public interface Clamp {
        /**
         * Appends exactly one value.
         *
         * @param out the vector that the decoder was filling, at the place of the refused value
         */
        void append(Vector out);
    }

    /**
     * A value that the target cannot hold and that nothing representable is near to, such as NaN in a decimal.
     *
     * @param value the value in PostgreSQL's own text form
     * @param rule why the target cannot hold it, a clause without a full stop
     */
    public UnrepresentableValue(String value, String rule) {
        this(value, rule, null);
    }

    /**
     * A value that the target cannot hold.
     *
     * @param value the value in PostgreSQL's own text form
     * @param rule why the target cannot hold it, a clause without a full stop; the same words for every such value, since values
     *     are counted by their rule
     * @param clamp appends the nearest value that the target holds; null when there is none
     */
    public UnrepresentableValue(String value, String rule, @Nullable Clamp clamp) {
        super(value + ": " + rule, null, false, false);
        this.value = value;
        this.rule = rule;
        this.clamp = clamp;
    }

    public String value() {
        return value;
    }

    public String rule() {
        return rule;
    }

    /** Appends the nearest value that the target holds; null when there is none. */
    public @Nullable Clamp clamp() {
        return clamp;
    }
}
