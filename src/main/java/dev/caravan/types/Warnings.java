package dev.caravan.types;

import dev.caravan.batch.Target;
import dev.caravan.types.PgType.Array;
import dev.caravan.types.PgType.Attribute;
import dev.caravan.types.PgType.Base;
import dev.caravan.types.PgType.Composite;
import dev.caravan.types.PgType.Domain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to know of a column before its first run: where it becomes text for want of a better type, and which values are bad. */
public final class Warnings {
    private Warnings() {}

    /** The warnings for a column of this type, each a clause without a full stop. */
    public static List<String> of(PgType type, @Nullable Choice choice) {
        Set<String> warnings = new LinkedHashSet<>();
        if (choice == null || choice.kind() != Choice.Kind.TEXT) {
            collect(type, choice, warnings);
        }
        return List.copyOf(warnings);
    }

    private static void collect(PgType type, @Nullable Choice choice, Set<String> warnings) {
        if (type instanceof Base base) {
            base(base, choice, warnings);
        } else if (type instanceof Domain domain) {
            collect(domain.base(), choice, warnings);
        } else if (type instanceof Array array) {
            Choice sized = choice != null && choice.kind() == Choice.Kind.ARRAY ? choice : null;
            int dimensions = sized == null ? Math.max(1, array.dimensions()) : sized.size();
            warnings.add("an array of other than " + dimensions + " dimension" + (dimensions == 1 ? "" : "s")
                    + " is a bad value");
            collect(array.element(), sized == null ? choice : null, warnings);
        } else if (type instanceof Composite composite) {
            for (Attribute attribute : composite.attributes()) {
                collect(attribute.type(), null, warnings);
            }
        }
    }

    private static void base(Base base, @Nullable Choice choice, Set<String> warnings) {
        BaseType row = BaseType.of(base).orElse(null);
        if (row == null) {
            warnings.add("no row of the type map knows " + base.sql() + ": the server's cast to text");
            return;
        }
        switch (row) {
            case NUMERIC -> numeric(base, choice, warnings);
            case MONEY -> warnings.add("an amount with more digits after the point is a bad value");
            case DATE, TIMESTAMP, TIMESTAMPTZ ->
                warnings.add(
                        choice == null
                                ? "infinity and years outside 1 to 9999 are bad values"
                                : "infinity and years outside 1677 to 2262 are bad values");
            case TIME -> {
                if (choice != null) {
                    warnings.add("24:00:00 is a bad value");
                }
            }
            case GEOMETRY -> {
                if (choice == null && GeometryWkb.srid(base.modifier()) == 0) {
                    warnings.add(
                            "the column declares no SRID: a value that has one is a bad value, unless ewkb is chosen");
                }
            }
            default -> {
                // Every value arrives.
            }
        }
    }

    private static void numeric(Base base, @Nullable Choice choice, Set<String> warnings) {
        if (choice != null) {
            warnings.add("a number that does not fit " + choice + ", NaN and infinity are bad values");
        } else if (base.modifier() < 0) {
            warnings.add("no precision is declared: every digit as text, unless decimal(p,s) is chosen");
        } else if (Numerics.numeric(base.modifier()).target().equals(Target.STRING)) {
            warnings.add("more than 38 digits are declared: every digit as text, unless decimal(p,s) is chosen");
        } else {
            warnings.add("NaN is a bad value");
        }
    }
}
