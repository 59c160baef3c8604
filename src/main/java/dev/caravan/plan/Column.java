package dev.caravan.plan;

import dev.caravan.batch.Field;
import dev.caravan.types.Mapping;
import dev.caravan.types.PgType;
import dev.caravan.types.TypeMap;
import java.io.Serializable;

/**
 * A column that a run reads.
 *
 * @param name as the source has it
 * @param type as the source has it
 * @param notNull whether the source promises a value
 */
public record Column(String name, PgType type, boolean notNull) implements Serializable {
    /** What the column becomes; only for columns that the planner accepted. */
    public Mapping mapping() {
        return TypeMap.of(type).orElseThrow(() -> new IllegalStateException("unplanned type " + type.sql()));
    }

    /** The column as part of a batch and of a file. */
    public Field field() {
        return new Field(name, mapping().target());
    }
}
