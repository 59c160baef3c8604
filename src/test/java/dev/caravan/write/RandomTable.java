package dev.caravan.write;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.DoubleVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.ListVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.StructVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.partition.Levels;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** Rows that follow from their number, with a column of each kind, nested ones too, in batches of random sizes and random partitions. */
final class RandomTable {
    static final List<Field> FIELDS = List.of(
            new Field("id", Target.INT64),
            new Field("region", Target.STRING),
            new Field("day", Target.DATE),
            new Field("words", Target.STRING),
            new Field("flag", Target.BOOLEAN),
            new Field(
                    "ratio",
                    new Target.Leaf(
                            org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE, null, 0, "double")),
            new Field("tags", new Target.ListOf(Target.STRING)),
            new Field(
                    "place",
                    new Target.StructOf(
                            List.of(new Field("x", Target.INT32), new Field("y", new Target.ListOf(Target.INT64))))),
            new Field("attributes", new Target.MapOf(Target.STRING, Target.STRING)));

    /** What DuckDB has to say of row {@code i}, region and day included: columns in the order of {@link #FIELDS}. */
    static final String EXPECTED = """
            SELECT i AS id,
              CASE WHEN i % 11 = 0 THEN NULL ELSE 'r' || (i * 7919 % $REGIONS) END AS region,
              CASE WHEN i % 13 = 0 THEN NULL ELSE DATE '2026-01-01' + (i * 104729 % $DAYS)::INT END AS day,
              CASE WHEN i % 5 = 0 THEN NULL ELSE 'word ' || (i % 97) END AS words,
              CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 = 0 END AS flag,
              i / 8 AS ratio,
              CASE WHEN i % 3 = 0 THEN NULL ELSE [CASE WHEN j % 2 = 1 THEN NULL ELSE 't' || (i + j) END FOR j IN range(i % 4)] END AS tags,
              CASE WHEN i % 6 = 0 THEN NULL ELSE {'x': (i % 1000)::INT, 'y': [i + j FOR j IN range(i % 3)]} END AS place,
              CASE WHEN i % 9 = 0 THEN NULL ELSE map_from_entries([('k' || j, 'v' || i) FOR j IN range(i % 3)]) END AS attributes
            FROM range($ROWS) AS t(i)
            """;

    private final Random random;
    private final int regions;
    private final int days;
    private int next;

    RandomTable(long seed, int regions, int days) {
        this.random = new Random(seed);
        this.regions = regions;
        this.days = days;
    }

    static Partitioning byRegionAndMonth() {
        return new Partitioning(
                List.of(
                        level("region", Transform.COLUMN, "region", Target.STRING),
                        level("month", Transform.MONTH, "day", Target.DATE)),
                ZoneId.of("UTC"),
                false,
                false);
    }

    static PartitionLevel level(String name, Transform transform, String column, Target target) {
        return new PartitionLevel(
                name, transform, column, Levels.glue(transform, target).orElseThrow(), false);
    }

    /** What DuckDB has to say of the rows so far. */
    String expected() {
        return EXPECTED.replace("$REGIONS", "" + regions)
                .replace("$DAYS", "" + days)
                .replace("$ROWS", "" + next);
    }

    /** Rows of one batch; text lies in a buffer that they share, as if it were read. */
    RowBatch batch(int most) {
        int rows = 1 + random.nextInt(most);
        byte[] shared = new byte[rows * 64];
        List<Vector> columns =
                FIELDS.stream().map(field -> field.target().vector(shared)).toList();
        int used = 0;
        for (int i = next; i < next + rows; i++) {
            ((LongVector) columns.get(0)).add(i);
            used = shared(columns.get(1), i % 11 == 0 ? null : "r" + i * 7919L % regions, shared, used);
            if (i % 13 == 0) {
                columns.get(2).addNull();
            } else {
                ((IntVector) columns.get(2)).add((int) (20_454 + i * 104_729L % days));
            }
            used = shared(columns.get(3), i % 5 == 0 ? null : "word " + i % 97, shared, used);
            flag((BooleanVector) columns.get(4), i);
            ((DoubleVector) columns.get(5)).add(i / 8.0);
            tags((ListVector) columns.get(6), i);
            place((StructVector) columns.get(7), i);
            attributes((ListVector) columns.get(8), i);
        }
        next += rows;
        return new RowBatch(FIELDS, columns, rows, used);
    }

    private static int shared(Vector column, @org.jspecify.annotations.Nullable String text, byte[] shared, int used) {
        if (text == null) {
            column.addNull();
            return used;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length % 2 == 0) {
            ((BytesVector) column).add(text);
            return used;
        }
        System.arraycopy(bytes, 0, shared, used, bytes.length);
        ((BytesVector) column).addShared(used, bytes.length);
        return used + bytes.length;
    }

    private static void flag(BooleanVector flags, int i) {
        if (i % 7 == 0) {
            flags.addNull();
        } else {
            flags.add(i % 2 == 0);
        }
    }

    private static void tags(ListVector tags, int i) {
        if (i % 3 == 0) {
            tags.addNull();
            return;
        }
        for (int j = 0; j < i % 4; j++) {
            if (j % 2 == 1) {
                tags.elements().addNull();
            } else {
                ((BytesVector) tags.elements()).add("t" + (i + j));
            }
        }
        tags.endList();
    }

    private static void place(StructVector places, int i) {
        if (i % 6 == 0) {
            places.addNull();
            return;
        }
        ((IntVector) places.fields().get(0)).add(i % 1000);
        ListVector list = (ListVector) places.fields().get(1);
        for (int j = 0; j < i % 3; j++) {
            ((LongVector) list.elements()).add(i + j);
        }
        list.endList();
        places.endStruct();
    }

    private static void attributes(ListVector maps, int i) {
        if (i % 9 == 0) {
            maps.addNull();
            return;
        }
        StructVector pairs = (StructVector) maps.elements();
        for (int j = 0; j < i % 3; j++) {
            ((BytesVector) pairs.fields().get(0)).add("k" + j);
            ((BytesVector) pairs.fields().get(1)).add("v" + i);
            pairs.endStruct();
        }
        maps.endList();
    }
}
