package dev.caravan.records;

import dev.caravan.batch.Field;
import dev.caravan.batch.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a row, or the fields of a struct. */
record RowType(List<Part> parts) {
    /** A column or field. */
    record Part(String name, ValueType type) {}

    RowType {
        parts = List.copyOf(parts);
    }

    List<Field> fields() {
        return parts.stream()
                .map(part -> new Field(part.name(), part.type().target()))
                .toList();
    }

    /** Takes one row into one vector a part. A name that is missing counts as null; a name too many is a {@link ShapeMisfit}. */
    void append(Row row, List<Vector> out) {
        int found = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            @Nullable Object value = row.get(part.name());
            if (value != null || row.has(part.name())) {
                found++;
            } else if (!part.type().nullable()) {
                throw ShapeMisfit.name("has no column " + part.name());
            }
            try {
                part.type().append(value, out.get(i));
            } catch (ShapeMisfit e) {
                throw e.in(part.name());
            }
        }
        if (found < row.size()) {
            throw ShapeMisfit.name("has the column " + unknown(row) + ", which the columns so far do not know");
        }
    }

    private String unknown(Row row) {
        return row.names().stream()
                .filter(name -> parts.stream().noneMatch(part -> part.name().equalsIgnoreCase(name)))
                .findFirst()
                .orElseGet(() -> String.join(", ", row.names()));
    }
}
