package dev.caravan.batch;

import java.util.List;

/** Structs: one vector a field, each as long as this one. */
public final class StructVector extends Vector {
    private final List<Vector> fields;

    /** Structs of these still empty fields. */
    public StructVector(List<Vector> fields) {
        this.fields = List.copyOf(fields);
    }

    /** The vectors of the fields, in the order of the struct. */
    public List<Vector> fields() {
        return fields;
    }

    /** Closes a struct: one value has been appended to every field. */
    public void endStruct() {
        next();
    }

    @Override
    void storeNull(int index) {
        fields.forEach(Vector::addNull);
    }

    @Override
    void resize(int capacity) {}

    @Override
    void empty(byte[] shared) {
        fields.forEach(field -> field.refill(shared));
    }

    @Override
    void shrink(int newSize) {
        fields.forEach(field -> field.truncate(newSize));
    }

    @Override
    void take(Vector other, int[] rows, int from, int to, int at) {
        List<Vector> taken = ((StructVector) other).fields;
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).append(taken.get(i), rows, from, to);
        }
    }
}
