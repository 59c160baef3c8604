package dev.caravan.contract;

import java.util.List;
import org.apache.avro.Schema;

/**
 * Counts what an Avro schema becomes when every named type is written out where it is used, as Parquet has it: records of
 * twice the same record, thirty levels deep, are a thousand million columns in 3 kB.
 */
final class ContractSize {
    /** Beyond that no reader opens the files; PostgreSQL has at most 1,600 columns. */
    private static final int MAX_PARTS = 20_000;

    private static final int MAX_DEPTH = 100;

    private int parts;

    private ContractSize() {}

    /**
     * Refuses a schema of too many parts, or nested too deeply.
     *
     * @throws IllegalArgumentException that says what is too much
     */
    static void require(Schema schema) {
        new ContractSize().count(schema, 1);
    }

    private void count(Schema schema, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("it is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (++parts > MAX_PARTS) {
            throw new IllegalArgumentException(
                    "it has more than " + MAX_PARTS + " parts, named types counted wherever they are used");
        }
        for (Schema inner : within(schema)) {
            count(inner, depth + 1);
        }
    }

    private static List<Schema> within(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
            case ARRAY -> List.of(schema.getElementType());
            case MAP -> List.of(schema.getValueType());
            case UNION -> schema.getTypes();
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> List.of();
        };
    }
}
