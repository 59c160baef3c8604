package dev.caravan.roundtrip;

import java.util.ArrayList;
import java.util.List;

/** One type of PostgreSQL with the values that make the way, one line a value with its reason. */
public final class Values {
    /** What becomes of a value. */
    public enum Outcome {
        /** It arrives as PostgreSQL prints it. */
        ARRIVES,
        /** PostgreSQL itself does not take it: the value before it is the last. */
        BEYOND_POSTGRESQL,
        /** The target cannot hold it, so that a run under {@code onBadValue: fail} ends. */
        BEYOND_TARGET
    }

    /**
     * One value.
     *
     * @param sql an expression of the type
     * @param since the first major version of PostgreSQL that has it
     * @param rule for {@link Outcome#BEYOND_TARGET}: what the message says among other things
     */
    public record Value(String sql, String reason, int since, Outcome outcome, String rule) {}

    /**
     * Another target for the same type, as {@code types} in a table file asks for it.
     *
     * @param choice as the table file has it
     * @param printed an SQL expression over {@code v} of what has to arrive
     * @param holds a condition over {@code v}: the values that this target can hold
     */
    public record Retarget(String choice, String printed, String holds) {}

    private final String type;
    private final List<Value> values = new ArrayList<>();
    private final List<Retarget> retargets = new ArrayList<>();
    private String setup = "";
    private char delimiter = ',';
    private int since;
    private boolean alone;
    private String printedAs = "";

    private Values(String type) {
        this.type = type;
    }

    /** No values yet of the type that SQL writes like this. */
    public static Values of(String type) {
        return new Values(type);
    }

    /** SQL that makes the type. */
    public Values setup(String sql) {
        setup = sql;
        return this;
    }

    /** The type came with this major version of PostgreSQL. */
    public Values since(int version) {
        since = version;
        return this;
    }

    /**
     * The type is a list already, so its arrays are not tried.
     *
     * @param cast to the array that it is compared as
     */
    public Values alone(String cast) {
        alone = true;
        printedAs = cast;
        return this;
    }

    /** What its arrays are delimited by, if not by commas. */
    public Values delimiter(char value) {
        delimiter = value;
        return this;
    }

    /** A value that arrives, in the type's own text form. */
    public Values value(String text, String reason) {
        return sql(0, literal(text), reason);
    }

    /** A value that arrives, known since this major version of PostgreSQL. */
    public Values value(int version, String text, String reason) {
        return sql(version, literal(text), reason);
    }

    /** A value that arrives, made by an SQL expression. */
    public Values sql(String expression, String reason) {
        return sql(0, expression, reason);
    }

    /** A value that arrives, made by an SQL expression that is legal since this major version. */
    public Values sql(int version, String expression, String reason) {
        values.add(new Value(expression, reason, version, Outcome.ARRIVES, ""));
        return this;
    }

    /** One beyond what PostgreSQL takes. */
    public Values beyond(String text, String reason) {
        values.add(new Value(literal(text), reason, 0, Outcome.BEYOND_POSTGRESQL, ""));
        return this;
    }

    /** One beyond what the target holds. */
    public Values refused(String text, String rule, String reason) {
        return refused(0, text, rule, reason);
    }

    /** One beyond what the target holds, known since this major version of PostgreSQL. */
    public Values refused(int version, String text, String rule, String reason) {
        values.add(new Value(literal(text), reason, version, Outcome.BEYOND_TARGET, rule));
        return this;
    }

    /** Another target, which prints as the type itself does and holds all its values. */
    public Values as(String choice) {
        return as(choice, "v", "true");
    }

    /** Another target, with what arrives in it and which values it holds. */
    public Values as(String choice, String printed, String holds) {
        retargets.add(new Retarget(choice, printed, holds));
        return this;
    }

    private String literal(String text) {
        return "'" + text.replace("'", "''") + "'::" + type;
    }

    public String type() {
        return type;
    }

    public String setup() {
        return setup;
    }

    public int since() {
        return since;
    }

    public boolean isAlone() {
        return alone;
    }

    /** What is appended to a column before it is printed. */
    public String printedAs() {
        return printedAs;
    }

    public char delimiter() {
        return delimiter;
    }

    public List<Value> values() {
        return List.copyOf(values);
    }

    /** The values of this outcome that this major version of PostgreSQL knows. */
    public List<Value> values(Outcome outcome, int version) {
        return values.stream()
                .filter(value -> value.outcome() == outcome && value.since() <= version)
                .toList();
    }

    public List<Retarget> retargets() {
        return List.copyOf(retargets);
    }

    @Override
    public String toString() {
        return type;
    }
}
