package dev.caravan.option;

/**
 * Why a value is not legal.
 *
 * @param rule which rule it breaks, as the end of a sentence that begins with the name and the value, without a full stop
 * @param hint what is legal; one or more sentences, each with its full stop
 */
public record Misfit(String rule, String hint) {
    /** Longer values are cut, since messages are lines. */
    private static final int MAX_SHOWN = 200;

    /**
     * The first sentence of a message.
     *
     * @param name what has the value: {@code parameter 'readers'}
     */
    public String sentence(String name, String value) {
        return name + " is '" + shown(value) + "', and " + rule + ".";
    }

    /** The same, for values that must not be shown. */
    public String sentenceWithoutValue(String name) {
        return name + " cannot be used: " + rule + ".";
    }

    private static String shown(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    }
}
