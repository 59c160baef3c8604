package dev.caravan.encode;

import dev.caravan.batch.ListVector;
import dev.caravan.batch.StructVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts one column of a batch into the leaves that Parquet stores, with their repetition and definition levels (Parquet's
 * format description, "Nested Encoding").
 */
abstract class Shredder {
    /** Definition level of a value that is there; one less is a NULL at this place. */
    final int definition;

    private Shredder(int definition) {
        this.definition = definition;
    }

    /** Takes the value at this position, which begins at this repetition level. */
    abstract void take(Vector vector, int index, int repetition);

    /** Takes notice that something further out is NULL or empty. */
    abstract void takeAbsent(int repetition, int definition);

    /** Begins a batch of so many rows. */
    abstract void begin(int rows);

    /**
     * Takes the first rows of a top-level column.
     *
     * @param flat has room for the entries of a column that is a leaf itself
     */
    void column(Vector vector, int rows, FlatRows flat) {
        begin(rows);
        for (int row = 0; row < rows; row++) {
            take(vector, row, 0);
        }
    }

    /**
     * The shredder of a top-level column.
     *
     * @param leaves called with the entries of each leaf, in the order of the schema
     */
    static Shredder of(Target target, Consumer<LeafValues> leaves) {
        return of(target, leaves, 0, 0, true);
    }

    private static Shredder of(
            Target target, Consumer<LeafValues> leaves, int outer, int repetition, boolean optional) {
        int definition = optional ? outer + 1 : outer;
        return target.handle(new Target.Cases<>() {
            @Override
            public Shredder leaf(Target.Leaf leaf) {
                return Shredder.leaf(leaves, definition, repetition);
            }

            @Override
            public Shredder list(Target.ListOf list) {
                return new Repeated(
                        definition, repetition + 1, of(list.element(), leaves, definition + 1, repetition + 1, true));
            }

            @Override
            public Shredder struct(Target.StructOf struct) {
                List<Shredder> fields = new ArrayList<>();
                struct.fields().forEach(field -> fields.add(of(field.target(), leaves, definition, repetition, true)));
                return new Struct(definition, fields);
            }

            @Override
            public Shredder map(Target.MapOf map) {
                Shredder key = of(map.key(), leaves, definition + 1, repetition + 1, false);
                Shredder value = of(map.value(), leaves, definition + 1, repetition + 1, true);
                return new Repeated(definition, repetition + 1, new Struct(definition + 1, List.of(key, value)));
            }

            @Override
            public Shredder variant(Target.Variant variant) {
                return new Struct(definition, List.of(leaf(Target.BINARY), leaf(Target.BINARY)));
            }
        });
    }

    private static Shredder leaf(Consumer<LeafValues> leaves, int definition, int repetition) {
        LeafValues values = new LeafValues(repetition, definition);
        leaves.accept(values);
        return new Leaf(definition, values);
    }

    private static final class Leaf extends Shredder {
        private final LeafValues values;

        Leaf(int definition, LeafValues values) {
            super(definition);
            this.values = values;
        }

        @Override
        void begin(int rows) {
            values.begin(rows);
        }

        @Override
        void takeAbsent(int repetition, int definition) {
            values.addAbsent(repetition, definition);
        }

        @Override
        void take(Vector vector, int index, int repetition) {
            if (vector.isNull(index)) {
                values.addAbsent(repetition, definition - 1);
            } else {
                values.add(vector, index, repetition);
            }
        }

        @Override
        void column(Vector vector, int rows, FlatRows flat) {
            values.flat(vector, rows, flat);
        }
    }

    private static final class Repeated extends Shredder {
        private final int ownRepetition;
        private final Shredder element;

        Repeated(int definition, int ownRepetition, Shredder element) {
            super(definition);
            this.ownRepetition = ownRepetition;
            this.element = element;
        }

        @Override
        void begin(int rows) {
            element.begin(rows);
        }

        @Override
        void takeAbsent(int repetition, int definition) {
            element.takeAbsent(repetition, definition);
        }

        @Override
        void take(Vector vector, int index, int repetition) {
            ListVector lists = (ListVector) vector;
            if (lists.isNull(index)) {
                element.takeAbsent(repetition, definition - 1);
                return;
            }
            int start = lists.start(index);
            int end = lists.end(index);
            if (start == end) {
                element.takeAbsent(repetition, definition);
                return;
            }
            for (int i = start; i < end; i++) {
                element.take(lists.elements(), i, i == start ? repetition : ownRepetition);
            }
        }
    }

    private static final class Struct extends Shredder {
        private final List<Shredder> fields;

        Struct(int definition, List<Shredder> fields) {
            super(definition);
            this.fields = List.copyOf(fields);
        }

        @Override
        void begin(int rows) {
            fields.forEach(field -> field.begin(rows));
        }

        @Override
        void takeAbsent(int repetition, int definition) {
            fields.forEach(field -> field.takeAbsent(repetition, definition));
        }

        @Override
        void take(Vector vector, int index, int repetition) {
            if (vector.isNull(index)) {
                takeAbsent(repetition, definition - 1);
                return;
            }
            List<Vector> parts = ((StructVector) vector).fields();
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).take(parts.get(i), index, repetition);
            }
        }
    }
}
