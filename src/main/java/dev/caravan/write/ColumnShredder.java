package dev.caravan.write;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.DoubleVector;
import dev.caravan.batch.FloatVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.ListVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.StructVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * Cuts one column of a batch into the leaves that Parquet stores, with their repetition and definition levels (Parquet's
 * format description, "Nested Encoding").
 */
abstract class ColumnShredder {
    /** Definition level of a value that is there; one less is a NULL at this place. */
    final int definition;

    private ColumnShredder(int definition) {
        this.definition = definition;
    }

    /** Writes the value at this position, which begins at this repetition level. */
    abstract void write(Vector vector, int index, int repetition);

    /** Writes that something further out is NULL or empty. */
    abstract void writeAbsent(int repetition, int definition);

    /** Writes the first rows of a top-level column. */
    void writeColumn(Vector vector, int rows) {
        for (int row = 0; row < rows; row++) {
            write(vector, row, 0);
        }
    }

    /**
     * The shredder of a top-level column.
     *
     * @param writers gives the writers of the schema's leaves, in their order
     */
    static ColumnShredder of(Target target, Supplier<ColumnWriter> writers) {
        return of(target, writers, 0, 0, true);
    }

    private static ColumnShredder of(
            Target target, Supplier<ColumnWriter> writers, int outer, int repetition, boolean optional) {
        int definition = optional ? outer + 1 : outer;
        if (target instanceof Target.Leaf) {
            return new Leaf(definition, writers.get());
        }
        if (target instanceof Target.ListOf list) {
            return new Repeated(
                    definition, repetition + 1, of(list.element(), writers, definition + 1, repetition + 1, true));
        }
        if (target instanceof Target.StructOf struct) {
            List<ColumnShredder> fields = new ArrayList<>();
            struct.fields().forEach(field -> fields.add(of(field.target(), writers, definition, repetition, true)));
            return new Struct(definition, fields);
        }
        if (target instanceof Target.MapOf map) {
            ColumnShredder key = of(map.key(), writers, definition + 1, repetition + 1, false);
            ColumnShredder value = of(map.value(), writers, definition + 1, repetition + 1, true);
            return new Repeated(definition, repetition + 1, new Struct(definition + 1, List.of(key, value)));
        }
        if (target instanceof Target.Variant) {
            return new Struct(
                    definition, List.of(new Leaf(definition, writers.get()), new Leaf(definition, writers.get())));
        }
        throw new IllegalStateException("Target has a new member: " + target.getClass());
    }

    private static final class Leaf extends ColumnShredder {
        private final ColumnWriter writer;

        Leaf(int definition, ColumnWriter writer) {
            super(definition);
            this.writer = writer;
        }

        @Override
        void writeAbsent(int repetition, int definition) {
            writer.writeNull(repetition, definition);
        }

        @Override
        void write(Vector vector, int index, int repetition) {
            if (vector.isNull(index)) {
                writer.writeNull(repetition, definition - 1);
            } else if (vector instanceof LongVector longs) {
                writer.write(longs.get(index), repetition, definition);
            } else if (vector instanceof IntVector ints) {
                writer.write(ints.get(index), repetition, definition);
            } else if (vector instanceof BytesVector bytes) {
                writer.write(slice(bytes, index), repetition, definition);
            } else if (vector instanceof DoubleVector doubles) {
                writer.write(doubles.get(index), repetition, definition);
            } else if (vector instanceof BooleanVector booleans) {
                writer.write(booleans.get(index), repetition, definition);
            } else if (vector instanceof FloatVector floats) {
                writer.write(floats.get(index), repetition, definition);
            } else {
                throw new IllegalStateException("not the vector of a leaf: " + vector.getClass());
            }
        }

        /** Reused, so that Parquet copies what it keeps in dictionary and statistics instead of holding the whole batch by it. */
        private static Binary slice(BytesVector bytes, int index) {
            return Binary.fromReusedByteArray(bytes.buffer(index), bytes.offset(index), bytes.length(index));
        }

        @Override
        void writeColumn(Vector vector, int rows) {
            if (vector.nullCount() == 0 && vector instanceof LongVector longs) {
                for (int row = 0; row < rows; row++) {
                    writer.write(longs.get(row), 0, definition);
                }
            } else if (vector.nullCount() == 0 && vector instanceof IntVector ints) {
                for (int row = 0; row < rows; row++) {
                    writer.write(ints.get(row), 0, definition);
                }
            } else if (vector.nullCount() == 0 && vector instanceof BytesVector bytes) {
                for (int row = 0; row < rows; row++) {
                    writer.write(slice(bytes, row), 0, definition);
                }
            } else {
                super.writeColumn(vector, rows);
            }
        }
    }

    private static final class Repeated extends ColumnShredder {
        private final int ownRepetition;
        private final ColumnShredder element;

        Repeated(int definition, int ownRepetition, ColumnShredder element) {
            super(definition);
            this.ownRepetition = ownRepetition;
            this.element = element;
        }

        @Override
        void writeAbsent(int repetition, int definition) {
            element.writeAbsent(repetition, definition);
        }

        @Override
        void write(Vector vector, int index, int repetition) {
            ListVector lists = (ListVector) vector;
            if (lists.isNull(index)) {
                element.writeAbsent(repetition, definition - 1);
                return;
            }
            int start = lists.start(index);
            int end = lists.end(index);
            if (start == end) {
                element.writeAbsent(repetition, definition);
                return;
            }
            for (int i = start; i < end; i++) {
                element.write(lists.elements(), i, i == start ? repetition : ownRepetition);
            }
        }
    }

    private static final class Struct extends ColumnShredder {
        private final List<ColumnShredder> fields;

        Struct(int definition, List<ColumnShredder> fields) {
            super(definition);
            this.fields = List.copyOf(fields);
        }

        @Override
        void writeAbsent(int repetition, int definition) {
            fields.forEach(field -> field.writeAbsent(repetition, definition));
        }

        @Override
        void write(Vector vector, int index, int repetition) {
            if (vector.isNull(index)) {
                writeAbsent(repetition, definition - 1);
                return;
            }
            List<Vector> parts = ((StructVector) vector).fields();
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).write(parts.get(i), index, repetition);
            }
        }
    }
}
