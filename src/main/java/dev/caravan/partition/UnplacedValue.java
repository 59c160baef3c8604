package dev.caravan.partition;

/** A value that the name of no folder can tell. */
final class UnplacedValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String rule;

    /**
     * Why there is no folder.
     *
     * @param value as a person reads it
     * @param rule which it breaks, as the end of a sentence, without a full stop
     */
    UnplacedValue(String value, String rule) {
        super(value, null, false, false);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
