package dev.caravan.records;

import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** A row by the names of its columns, whichever form it came in. */
sealed interface Row {
    boolean has(String name);

    @Nullable
    Object get(String name);

    Collection<String> names();

    int size();

    /** The row, or a {@link ShapeMisfit} when it is none. */
    static Row of(@Nullable Object record) {
        if (record instanceof IndexedRecord avro) {
            return new OfAvro(avro);
        }
        if (record instanceof Map<?, ?> map) {
            return new OfMap(map);
        }
        throw ShapeMisfit.name(
                "is " + (record == null ? "null" : "a " + record.getClass().getName())
                        + " where a map or an Avro record is needed");
    }

    /** A row of camel-sql; its map ignores case, so columns are looked up by name and not compared. */
    record OfMap(Map<?, ?> map) implements Row {
        @Override
        public boolean has(String name) {
            return map.containsKey(name);
        }

        @Override
        public @Nullable Object get(String name) {
            return map.get(name);
        }

        @Override
        public Collection<String> names() {
            return map.keySet().stream().map(String::valueOf).toList();
        }

        @Override
        public int size() {
            return map.size();
        }
    }

    /** A record of Avro. */
    record OfAvro(IndexedRecord record) implements Row {
        @Override
        public boolean has(String name) {
            return record.getSchema().getField(name) != null;
        }

        @Override
        public @Nullable Object get(String name) {
            Schema.Field field = record.getSchema().getField(name);
            return field == null ? null : record.get(field.pos());
        }

        @Override
        public Collection<String> names() {
            return record.getSchema().getFields().stream()
                    .map(Schema.Field::name)
                    .toList();
        }

        @Override
        public int size() {
            return record.getSchema().getFields().size();
        }
    }
}
