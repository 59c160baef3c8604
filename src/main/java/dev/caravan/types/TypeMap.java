package dev.caravan.types;

import dev.caravan.batch.Field;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.types.Choice.Kind;
import dev.caravan.types.PgType.Array;
import dev.caravan.types.PgType.Attribute;
import dev.caravan.types.PgType.Base;
import dev.caravan.types.PgType.Composite;
import dev.caravan.types.PgType.Domain;
import dev.caravan.types.PgType.Enumeration;
import dev.caravan.types.PgType.Multirange;
import dev.caravan.types.PgType.Range;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The type map: what every type of PostgreSQL becomes. */
public final class TypeMap {
    private TypeMap() {}

    /** What this type becomes unless a table file chooses otherwise. */
    public static Mapping of(PgType type) {
        return of(type, null);
    }

    /**
     * What this type becomes.
     *
     * @param choice what the table file chooses, or null for what the map says
     * @throws IllegalArgumentException when the choice is none of {@link #choices}
     */
    public static Mapping of(PgType type, @Nullable Choice choice) {
        if (choice != null && choice.kind() == Kind.TEXT) {
            Mapping mapping = of(type, null);
            return mapping.target().equals(Target.STRING) ? mapping : Mapping.serverText();
        }
        return type.handle(new PgType.Cases<>() {
            @Override
            public Mapping base(Base base) {
                return BaseType.of(base)
                        .map(row -> row.mapping(base.modifier(), choice))
                        .orElseGet(() -> {
                            refuse(type, choice);
                            return Mapping.serverText();
                        });
            }

            @Override
            public Mapping enumeration(Enumeration enumeration) {
                refuse(type, choice);
                return TextRows.AS_SENT;
            }

            @Override
            public Mapping domain(Domain domain) {
                return of(domain.base(), choice);
            }

            @Override
            public Mapping array(Array array) {
                return choice != null && choice.kind() == Kind.ARRAY
                        ? TypeMap.array(of(array.element()), choice.size())
                        : TypeMap.array(of(array.element(), choice), Math.max(1, array.dimensions()));
            }

            @Override
            public Mapping composite(Composite composite) {
                refuse(type, choice);
                return TypeMap.composite(composite);
            }

            @Override
            public Mapping range(Range range) {
                return ofRange(type, range.subtype(), choice);
            }

            @Override
            public Mapping multirange(Multirange multirange) {
                return ofRange(type, multirange.subtype(), choice);
            }
        });
    }

    /** What a table file may choose for this type. */
    public static Set<Kind> choices(PgType type) {
        Set<Kind> choices = new LinkedHashSet<>();
        if (type instanceof Base base) {
            BaseType.of(base).ifPresent(row -> choices.addAll(row.others()));
        } else if (type instanceof Domain domain) {
            choices.addAll(choices(domain.base()));
        } else if (type instanceof Array array) {
            choices.add(Kind.ARRAY);
            choices.addAll(choices(array.element()));
        } else if (type instanceof Range || type instanceof Multirange) {
            choices.add(Kind.STRUCT);
        }
        choices.add(Kind.TEXT);
        return choices;
    }

    /** Every row, those for types with parts last. */
    public static List<TypeRow> rows() {
        return Stream.concat(Stream.of(BaseType.values()).flatMap(row -> row.rows().stream()), PartRows.all().stream())
                .toList();
    }

    private static void refuse(PgType type, @Nullable Choice choice) {
        if (choice != null) {
            throw new IllegalArgumentException(type.sql() + " does not become " + choice);
        }
    }

    private static Mapping array(Mapping element, int dimensions) {
        SqlForm form;
        if (element.isBinary()) {
            form = new SqlForm.AsIs();
        } else if (element.form() instanceof SqlForm.Cast cast && element.target() instanceof Target.Leaf) {
            form = new SqlForm.Cast(cast.type() + "[]");
        } else if (dimensions == 1 && !(element.target() instanceof Target.ListOf)) {
            form = new SqlForm.Each(element.form());
        } else {
            // SQL cannot take apart and make anew an array whose elements are arrays or have several places.
            return Mapping.serverText();
        }
        Target target = element.target();
        for (int i = 0; i < dimensions; i++) {
            target = new Target.ListOf(target);
        }
        return new Mapping(target, new ArrayDecoder(element.decoder(), dimensions), form);
    }

    private static Mapping composite(Composite composite) {
        if (composite.attributes().isEmpty()) {
            // Parquet knows no group without fields.
            return Mapping.serverText();
        }
        List<Field> fields = new ArrayList<>();
        List<Decoder<? extends Vector>> decoders = new ArrayList<>();
        List<SqlForm.Row.Part> parts = new ArrayList<>();
        boolean binary = true;
        for (Attribute attribute : composite.attributes()) {
            Mapping part = of(attribute.type());
            fields.add(new Field(attribute.name(), part.target()));
            decoders.add(part.decoder());
            parts.add(new SqlForm.Row.Part(attribute.name(), part.form()));
            binary &= part.isBinary();
        }
        return new Mapping(
                new Target.StructOf(fields),
                new CompositeDecoder(decoders),
                binary ? new SqlForm.AsIs() : new SqlForm.Row(parts));
    }

    private static Mapping ofRange(PgType type, PgType subtype, @Nullable Choice choice) {
        if (choice == null) {
            return Mapping.serverText();
        }
        if (choice.kind() != Kind.STRUCT) {
            refuse(type, choice);
        }
        Mapping bound = of(subtype);
        Mapping struct = new Mapping(
                new Target.StructOf(List.of(
                        new Field("lower", bound.target()),
                        new Field("upper", bound.target()),
                        new Field("lower_inc", Target.BOOLEAN),
                        new Field("upper_inc", Target.BOOLEAN),
                        new Field("empty", Target.BOOLEAN))),
                new CompositeDecoder(
                        List.of(bound.decoder(), bound.decoder(), FixedWidth.BOOL, FixedWidth.BOOL, FixedWidth.BOOL)),
                new SqlForm.Bounds(bound.form()));
        return type instanceof Range
                ? struct
                : new Mapping(
                        new Target.ListOf(struct.target()),
                        new ArrayDecoder(struct.decoder(), 1),
                        new SqlForm.Ranges(struct.form()));
    }
}
