package dev.caravan.contract;

import dev.caravan.batch.Field;
import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Column;
import dev.caravan.write.ParquetSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The pinned shape of a table as an Avro schema: one field a column, in order. What Parquet becomes of it says parquet-avro's own
 * converter, in both directions.
 *
 * <p>Avro allows only letters, digits and underscores in names; a column called otherwise has a field whose property
 * {@code column} holds its name. Avro knows no smallint, so that is an int here, and no JSON, which is a string.
 */
public final class Contract {
    /** The property of a field that holds the name of its column where Avro does not allow it. */
    private static final String COLUMN = "column";

    private final List<AgreedColumn> columns;

    private Contract(List<AgreedColumn> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * Reads a contract.
     *
     * @param source its name, for sentences
     * @param avro the text of the Avro schema, a record
     * @throws ExportException when it is none
     */
    public static Contract parse(String source, String avro) {
        try {
            Schema schema = new Schema.Parser().parse(avro);
            ContractSize.require(schema);
            MessageType message = converter().convert(schema);
            List<AgreedColumn> columns = new ArrayList<>();
            for (Schema.Field field : schema.getFields()) {
                Type type = message.getType(field.name());
                String name = Objects.requireNonNullElse(field.getProp(COLUMN), field.name());
                columns.add(new AgreedColumn(name, LakeType.of(type), type.getRepetition() != Repetition.REQUIRED));
            }
            return new Contract(columns);
        } catch (AvroRuntimeException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The contract " + source + " is not an Avro schema of a table: "
                            + String.valueOf(e.getMessage()).replaceAll("\\.$", "") + ".",
                    "Write a record with a field a column; caravan scaffold --contract SCHEMA.TABLE writes one.",
                    e);
        } catch (StackOverflowError e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The contract " + source + " is nested too deeply to be read.",
                    "Write a record with a field a column; caravan scaffold --contract SCHEMA.TABLE writes one.",
                    e);
        }
    }

    /** The contract that a table keeps as it is now: every column may hold NULL, as in the files. */
    public static Schema of(String tableId, List<Column> columns) {
        AvroNames names = new AvroNames();
        List<Field> fields = new ArrayList<>();
        columns.forEach(column -> fields.add(new Field(
                names.unique(column.name()), avroTarget(column.mapping().target()))));
        Schema plain = converter()
                .convert(new MessageType(
                        AvroNames.of(tableId), ParquetSchema.of(fields).getFields()));
        List<Schema.Field> described = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Schema.Field field = plain.getFields().get(i);
            Column column = columns.get(i);
            Schema.Field copy =
                    new Schema.Field(field.name(), field.schema(), column.type().sql(), field.defaultVal());
            if (!field.name().equals(column.name())) {
                copy.addProp(COLUMN, column.name());
            }
            described.add(copy);
        }
        return Schema.createRecord(plain.getName(), null, plain.getNamespace(), false, described);
    }

    /** The columns, in order. */
    public List<AgreedColumn> columns() {
        return columns;
    }

    /** The columns of a table in the words of a contract, which are fewer than those of Parquet. */
    static List<AgreedColumn> asAgreed(List<Column> live) {
        MessageType message = converter().convert(of("table", live));
        List<AgreedColumn> columns = new ArrayList<>();
        for (int i = 0; i < live.size(); i++) {
            Column column = live.get(i);
            columns.add(new AgreedColumn(column.name(), LakeType.of(message.getType(i)), !column.notNull()));
        }
        return columns;
    }

    /** Avro has decimals of bytes only, and neither small integers nor JSON nor VARIANT nor maps whose keys are other than text. */
    private static Target avroTarget(Target target) {
        return target.handle(new Target.Cases<>() {
            @Override
            public Target leaf(Target.Leaf leaf) {
                return AvroLeaf.of(leaf);
            }

            @Override
            public Target list(Target.ListOf list) {
                return new Target.ListOf(avroTarget(list.element()));
            }

            @Override
            public Target struct(Target.StructOf struct) {
                AvroNames names = new AvroNames();
                return new Target.StructOf(struct.fields().stream()
                        .map(field -> new Field(names.unique(field.name()), avroTarget(field.target())))
                        .toList());
            }

            @Override
            public Target map(Target.MapOf map) {
                return new Target.MapOf(avroTarget(map.key()), avroTarget(map.value()));
            }

            @Override
            public Target variant(Target.Variant variant) {
                return new Target.StructOf(
                        List.of(new Field("metadata", Target.BINARY), new Field("value", Target.BINARY)));
            }
        });
    }

    private static AvroSchemaConverter converter() {
        ParquetConfiguration configuration = new PlainParquetConfiguration();
        configuration.setBoolean("parquet.avro.write-old-list-structure", false);
        configuration.setBoolean("parquet.avro.add-list-element-records", false);
        configuration.setBoolean("parquet.avro.write-parquet-uuid", true);
        return new AvroSchemaConverter(configuration);
    }
}
