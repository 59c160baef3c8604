package dev.caravan.write;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
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

/**
 * Events whose values follow from their number, flat and nested ones. {@link #expected} has DuckDB work out the same rows, which it then
 * compares with those of files.
 */
final class EventRows {
    static final List<Field> FIELDS = List.of(
            new Field("id", Target.INT64),
            new Field("region", Target.STRING),
            new Field("moment", Target.TIMESTAMP_LOCAL),
            new Field("words", Target.STRING),
            new Field("flag", Target.BOOLEAN),
            new Field("amount", Target.decimal(9, 2)),
            new Field("tags", new Target.ListOf(Target.STRING)),
            new Field(
                    "place",
                    new Target.StructOf(
                            List.of(new Field("x", Target.INT32), new Field("y", new Target.ListOf(Target.INT64))))),
            new Field("attributes", new Target.MapOf(Target.STRING, Target.INT32)));

    /** The leaves of files that have all columns. */
    static final int LEAVES = 11;

    /** 2026-01-01. */
    private static final long FIRST_DAY = 20_454;

    private static final long MICROS_OF_DAY = 86_400_000_000L;

    private static final String EXPECTED = """
            SELECT i AS id,
              CASE WHEN i % 11 <> 3 THEN 'r/' || (i * 7919 % $REGIONS) END AS region,
              CASE WHEN i % 13 <> 4 THEN TIMESTAMP '2026-01-01' + to_microseconds(i * 104729 % $DAYS * 86400000000 + i % 86400000000) END AS moment,
              CASE WHEN i % 5 <> 0 THEN repeat('word ', (i % 7)::INT) || i % 97 END AS words,
              CASE WHEN i % 7 <> 0 THEN i % 2 = 0 END AS flag,
              CASE WHEN i % 17 <> 0 THEN (i::DECIMAL(18,2) / 100)::DECIMAL(9,2) END AS amount,
              CASE WHEN i % 3 <> 0 THEN [CASE WHEN j % 2 = 0 THEN 't' || (i + j) END FOR j IN range(i % 4)] END AS tags,
              CASE WHEN i % 6 <> 0 THEN {'x': (i % 1000)::INT, 'y': [i + j FOR j IN range(i % 3)]} END AS place,
              CASE WHEN i % 9 <> 0 THEN map_from_entries([('k' || j, (i % 50)::INT) FOR j IN range(i % 3)]) END AS attributes
            FROM range($FROM, $TO) AS t(i)
            """;

    private final int regions;
    private final int days;

    /** Events of so many regions and days, besides those without. */
    EventRows(int regions, int days) {
        this.regions = regions;
        this.days = days;
    }

    /** A level of folders whose column is one of these rows. */
    static PartitionLevel level(String name, Transform transform, String column) {
        Target target = FIELDS.stream()
                .filter(field -> field.name().equals(column))
                .findFirst()
                .orElseThrow()
                .target();
        return new PartitionLevel(
                name, transform, column, Levels.glue(transform, target).orElseThrow(), false);
    }

    /** {@code region=…/dt=…}. */
    static Partitioning byRegionAndDay(boolean keepsColumns) {
        return new Partitioning(
                List.of(level("region", Transform.COLUMN, "region"), level("dt", Transform.DAY, "moment")),
                ZoneId.of("UTC"),
                keepsColumns,
                false);
    }

    /** What DuckDB has to say of the rows from a number to before another. */
    String expected(int from, int to) {
        return EXPECTED.replace("$REGIONS", "" + regions)
                .replace("$DAYS", "" + days)
                .replace("$FROM", "" + from)
                .replace("$TO", "" + to);
    }

    /** The rows from a number to before another, half of whose text lies in a buffer that they share. */
    RowBatch batch(int from, int to) {
        byte[] shared = new byte[(to - from) * 48];
        List<Vector> columns =
                FIELDS.stream().map(field -> field.target().vector(shared)).toList();
        int used = 0;
        for (int i = from; i < to; i++) {
            ((LongVector) columns.get(0)).add(i);
            if (isSet(columns.get(1), i % 11 != 3)) {
                ((BytesVector) columns.get(1)).add("r/" + i * 7919L % regions);
            }
            if (isSet(columns.get(2), i % 13 != 4)) {
                ((LongVector) columns.get(2))
                        .add((FIRST_DAY + i * 104_729L % days) * MICROS_OF_DAY + i % MICROS_OF_DAY);
            }
            if (isSet(columns.get(3), i % 5 != 0)) {
                byte[] words = ("word ".repeat(i % 7) + i % 97).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(words, 0, shared, used, words.length);
                ((BytesVector) columns.get(3)).addShared(used, words.length);
                used += words.length;
            }
            if (isSet(columns.get(4), i % 7 != 0)) {
                ((BooleanVector) columns.get(4)).add(i % 2 == 0);
            }
            if (isSet(columns.get(5), i % 17 != 0)) {
                ((IntVector) columns.get(5)).add(i);
            }
            addNested(columns, i);
        }
        return new RowBatch(FIELDS, columns, to - from, used);
    }

    private static void addNested(List<Vector> columns, int i) {
        ListVector tags = (ListVector) columns.get(6);
        if (isSet(tags, i % 3 != 0)) {
            for (int j = 0; j < i % 4; j++) {
                if (isSet(tags.elements(), j % 2 == 0)) {
                    ((BytesVector) tags.elements()).add("t" + (i + j));
                }
            }
            tags.endList();
        }
        StructVector places = (StructVector) columns.get(7);
        if (isSet(places, i % 6 != 0)) {
            ((IntVector) places.fields().get(0)).add(i % 1000);
            ListVector y = (ListVector) places.fields().get(1);
            for (int j = 0; j < i % 3; j++) {
                ((LongVector) y.elements()).add(i + j);
            }
            y.endList();
            places.endStruct();
        }
        ListVector attributes = (ListVector) columns.get(8);
        if (isSet(attributes, i % 9 != 0)) {
            StructVector entries = (StructVector) attributes.elements();
            for (int j = 0; j < i % 3; j++) {
                ((BytesVector) entries.fields().get(0)).add("k" + j);
                ((IntVector) entries.fields().get(1)).add(i % 50);
                entries.endStruct();
            }
            attributes.endList();
        }
    }

    /** Appends NULL where nothing is to be set. */
    private static boolean isSet(Vector column, boolean isSet) {
        if (!isSet) {
            column.addNull();
        }
        return isSet;
    }
}
