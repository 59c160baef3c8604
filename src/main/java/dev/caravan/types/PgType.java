package dev.caravan.types;

import java.io.Serializable;
import java.util.List;

/** A type of PostgreSQL as its catalog describes it. */
public sealed interface PgType extends Serializable {
    /** What is done with each member; the compiler tells who handles types with it of a new one. */
    interface Cases<R> {
        R base(Base base);

        R enumeration(Enumeration enumeration);

        R domain(Domain domain);

        R array(Array array);

        R composite(Composite composite);

        R range(Range range);

        R multirange(Multirange multirange);
    }

    /** Does what is to be done with this member. */
    <R> R handle(Cases<R> cases);

    /** The type as SQL writes it, with its modifier: {@code numeric(10,2)}, {@code text[]}. */
    String sql();

    /**
     * A type without parts.
     *
     * @param name {@code pg_type.typname}
     * @param origin {@link #BUILT_IN}, the name of the extension that brought it; empty for a type of the user's own, and for one that
     *     cannot be sent in binary form, such as ltree before version 1.2, which servers keep that were upgraded since
     * @param modifier {@code atttypmod}, or -1 for none
     */
    record Base(String name, String origin, int modifier, String sql) implements PgType {
        /** The origin of the types that every server has. */
        public static final String BUILT_IN = "pg_catalog";

        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.base(this);
        }
    }

    /** An enum; its values travel as their labels. */
    record Enumeration(String sql) implements PgType {
        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.enumeration(this);
        }
    }

    /** A domain: travels as the type that it is over. */
    record Domain(PgType base, String sql) implements PgType {
        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.domain(this);
        }
    }

    /**
     * An array.
     *
     * @param dimensions as declared; PostgreSQL does not enforce it
     */
    record Array(PgType element, int dimensions, String sql) implements PgType {
        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.array(this);
        }
    }

    /** A composite type, of its own or of a table. */
    record Composite(List<Attribute> attributes, String sql) implements PgType {
        public Composite {
            attributes = List.copyOf(attributes);
        }

        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.composite(this);
        }
    }

    /** A range over a subtype. */
    record Range(PgType subtype, String sql) implements PgType {
        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.range(this);
        }
    }

    /** A multirange over ranges of a subtype. */
    record Multirange(PgType subtype, String sql) implements PgType {
        @Override
        public <R> R handle(Cases<R> cases) {
            return cases.multirange(this);
        }
    }

    /** A named part of a composite type. */
    record Attribute(String name, PgType type) implements Serializable {}
}
