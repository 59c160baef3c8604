package dev.caravan.types;

import dev.caravan.batch.Field;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.types.PgType.Array;
import dev.caravan.types.PgType.Attribute;
import dev.caravan.types.PgType.Base;
import dev.caravan.types.PgType.Composite;
import dev.caravan.types.PgType.Domain;
import dev.caravan.types.PgType.Enumeration;
import dev.caravan.types.PgType.Multirange;
import dev.caravan.types.PgType.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a type of PostgreSQL becomes. */
public final class TypeMap {
    private TypeMap() {}

    /** What this type becomes, or nothing when Caravan has no answer for it. */
    public static Optional<Mapping> of(PgType type) {
        if (type instanceof Base base) {
            return base.builtIn()
                    ? BaseType.of(base.name()).map(row -> row.mapping(base.modifier()))
                    : Optional.of(Mapping.serverText());
        }
        if (type instanceof Enumeration) {
            return Optional.of(Mapping.binary(Target.STRING, Slices.AS_SENT));
        }
        if (type instanceof Domain domain) {
            return of(domain.base());
        }
        if (type instanceof Array array) {
            return array(array);
        }
        if (type instanceof Composite composite) {
            return composite(composite);
        }
        if (type instanceof Range || type instanceof Multirange) {
            return Optional.of(Mapping.serverText());
        }
        throw new IllegalStateException("PgType has a new member: " + type.getClass());
    }

    private static Optional<Mapping> array(Array array) {
        return of(array.element()).map(element -> {
            int dimensions = Math.max(1, array.dimensions());
            Target target = element.target();
            for (int i = 0; i < dimensions; i++) {
                target = new Target.ListOf(target);
            }
            String cast = element.isBinary() ? "" : element.cast() + "[]";
            return new Mapping(target, new ArrayDecoder(element.decoder(), dimensions), cast);
        });
    }

    private static Optional<Mapping> composite(Composite composite) {
        List<Field> fields = new ArrayList<>();
        List<Decoder<? extends Vector>> decoders = new ArrayList<>();
        for (Attribute attribute : composite.attributes()) {
            Optional<Mapping> part = of(attribute.type()).filter(Mapping::isBinary);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new Field(attribute.name(), part.get().target()));
            decoders.add(part.get().decoder());
        }
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(Mapping.binary(new Target.StructOf(fields), new CompositeDecoder(decoders)));
    }
}
