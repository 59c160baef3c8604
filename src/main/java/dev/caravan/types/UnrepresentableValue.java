package dev.caravan.types;

/** Thrown inside a decoder for a value that the target cannot hold. Without a stack trace: the policy of the column handles it. */
public final class UnrepresentableValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String value;
    private final String rule;

    /**
     * A value that the target cannot hold.
     *
     * @param value the value in PostgreSQL's own text form
     * @param rule why the target cannot hold it, a clause without a full stop
     */
    public UnrepresentableValue(String value, String rule) {
        super(value + ": " + rule, null, false, false);
        this.value = value;
        this.rule = rule;
    }

    public String value() {
        return value;
    }

    public String rule() {
        return rule;
    }
}
