package dev.caravan.types;

import dev.caravan.batch.Target;
import dev.caravan.types.BaseType.Other;
import dev.caravan.types.Choice.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/** What numeric and money become, by precision and scale. */
final class Numerics {
    /** {@code decimal(p,s)} for numeric. */
    static final Other DECIMAL = new Other(
            Kind.DECIMAL,
            choice -> Mapping.binary(
                    Target.decimal(choice.size(), choice.scale()), NumericDecimal.of(choice.size(), choice.scale())));
    /** {@code decimal(p,s)} for money. */
    static final Other MONEY = new Other(Kind.DECIMAL, choice -> money(choice.size(), choice.scale()));

    /** The forms that differ in what they become, with their modifiers. */
    static final Map<String, Integer> FORMS = forms();

    /** What {@code atttypmod} adds to precision, scale and length. */
    private static final int MODIFIER_OFFSET = 4;

    private Numerics() {}

    private static Map<String, Integer> forms() {
        Map<String, Integer> forms = new LinkedHashMap<>();
        forms.put("numeric(9,2)", modifier(9, 2));
        forms.put("numeric(18,2)", modifier(18, 2));
        forms.put("numeric(38,2)", modifier(38, 2));
        forms.put("numeric(39,2)", modifier(39, 2));
        forms.put("numeric", -1);
        return forms;
    }

    private static int modifier(int precision, int scale) {
        return ((precision << 16) | (scale & 0x7FF)) + MODIFIER_OFFSET;
    }

    /** money as the server's exact numeric: its binary form is a count of a unit that only the server's locale tells. */
    static Mapping money(int precision, int scale) {
        return new Mapping(
                Target.decimal(precision, scale), NumericDecimal.of(precision, scale), new SqlForm.Cast("numeric"));
    }

    /** {@code numerictypmodin}: precision in the upper half, scale in the lower 11 bits, signed since PostgreSQL 15. */
    static Mapping numeric(int modifier) {
        if (modifier < MODIFIER_OFFSET) {
            return Mapping.binary(Target.STRING, new NumericText());
        }
        int packed = modifier - MODIFIER_OFFSET;
        int precision = (packed >> 16) & 0xFFFF;
        int scale = ((packed & 0x7FF) ^ 0x400) - 0x400;
        int widest = Math.max(scale, precision - Math.min(scale, 0));
        if (widest > Target.MAX_DECIMAL_PRECISION) {
            return Mapping.binary(Target.STRING, new NumericText());
        }
        int kept = Math.max(scale, 0);
        return Mapping.binary(Target.decimal(widest, kept), NumericDecimal.of(widest, kept));
    }
}
