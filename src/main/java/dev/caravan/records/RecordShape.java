package dev.caravan.records;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.records.RowType.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.IndexedRecord;

/**
 * Names and types of the columns of rows that other steps read, and the way of such rows into batches.
 *
 * <p>Nothing is bent: a value goes into its column exactly, or is refused. A shape has no state and may serve several threads.
 */
public final class RecordShape {
    private final RowType columns;
    private final List<Field> fields;

    private RecordShape(RowType columns) {
        this.columns = columns;
        this.fields = columns.fields();
    }

    /**
     * The shape that an Avro schema in JSON declares. Names need not be Avro's: a column may be called anything.
     *
     * @param name of the document, for the sentence of a failure
     * @throws ExportException when it is no schema, or has a type without a target
     */
    public static RecordShape parse(InputStream schema, String name) {
        try {
            return of(new Schema.Parser()
                    .setValidate(false)
                    .setValidateDefaults(false)
                    .parse(schema));
        } catch (IOException | SchemaParseException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The schema " + name + " is no Avro schema: " + e.getMessage() + ".",
                    "Give an Avro schema in JSON, of type record, with one field a column.",
                    e);
        }
    }

    /** The shape that an Avro schema declares. */
    public static RecordShape of(Schema schema) {
        return new RecordShape(AvroTypes.of(schema));
    }

    /**
     * The shape of the first rows of a run. Avro records bring their schema. The values of maps tell by their classes, decimals
     * as decimal(38,s) with s the most decimal places among these rows.
     *
     * @throws ExportException when there is no row, or a column with nothing but nulls or with values of several kinds
     */
    public static RecordShape inferred(List<?> rows) {
        if (rows.isEmpty()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "There is no row that tells the columns.",
                    "Give parquet-file a schema, and a table without rows becomes a file of its columns.");
        }
        if (rows.get(0) instanceof IndexedRecord first) {
            return of(first.getSchema());
        }
        Map<String, Guess> guesses = new LinkedHashMap<>();
        Row first = row(rows, 0);
        first.names().forEach(name -> guesses.put(name, new Guess(name)));
        for (int i = 0; i < rows.size(); i++) {
            Row row = row(rows, i);
            guesses.forEach((name, guess) -> guess.see(row.get(name)));
        }
        List<Part> parts = new ArrayList<>();
        guesses.forEach((name, guess) -> parts.add(new Part(name, guess.type())));
        return new RecordShape(new RowType(parts));
    }

    /** The columns, in their order. */
    public List<Field> fields() {
        return fields;
    }

    /**
     * The rows as a batch.
     *
     * @param rows maps from names to values, or Avro records
     * @param before how many rows came before these, for the sentence of a failure
     * @throws ExportException SCHEMA_DRIFT for a name too many or too few, BAD_VALUE for a value that its column does not hold
     */
    public RowBatch batch(List<?> rows, long before) {
        List<Vector> vectors = new ArrayList<>();
        fields.forEach(field -> vectors.add(field.target().vector(new byte[0])));
        vectors.forEach(vector -> vector.reserve(rows.size()));
        for (int i = 0; i < rows.size(); i++) {
            try {
                columns.append(Row.of(rows.get(i)), vectors);
            } catch (Misfit e) {
                throw refused(before + i, e);
            }
        }
        return new RowBatch(fields, vectors, rows.size(), 0);
    }

    private static Row row(List<?> rows, int index) {
        try {
            return Row.of(rows.get(index));
        } catch (Misfit e) {
            throw refused(index, e);
        }
    }

    private static ExportException refused(long index, Misfit fault) {
        String hint = fault.code() == ErrorCode.SCHEMA_DRIFT
                ? "Give every row of a run the same columns, those of the schema if parquet-file has one."
                : "Give parquet-file a schema whose type holds it, or cast it in the SELECT.";
        return new ExportException(fault.code(), "Row " + (index + 1) + " of the run: " + fault.what() + ".", hint);
    }
}
