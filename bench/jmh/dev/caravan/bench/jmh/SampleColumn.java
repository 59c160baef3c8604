package dev.caravan.bench.jmh;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.types.Mapping;
import dev.caravan.types.PgType;
import dev.caravan.types.PgType.Attribute;
import dev.caravan.types.PgType.Base;
import dev.caravan.types.TypeMap;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** One column of a batch of 5,000 rows as PostgreSQL sends it, made without a server. */
public enum SampleColumn {
    BOOL(base("bool"), (random, out) -> out.writeByte(random.nextInt(2))),
    INT2(base("int2"), (random, out) -> out.writeShort(random.nextInt())),
    INT4(base("int4"), (random, out) -> out.writeInt(random.nextInt())),
    INT8(base("int8"), (random, out) -> out.writeLong(random.nextLong())),
    /** A key: it rises, and no value comes twice. */
    INT8_KEY(base("int8"), (random, out) -> out.writeLong(out.size() / Long.BYTES)),
    OID(base("oid"), (random, out) -> out.writeInt(random.nextInt())),
    FLOAT4(base("float4"), (random, out) -> out.writeFloat(random.nextFloat())),
    FLOAT8(base("float8"), (random, out) -> out.writeDouble(random.nextDouble())),
    NUMERIC_9_2(numeric(9, 2), (random, out) -> numeric(random, out, 2, 1, 2)),
    NUMERIC_18_4(numeric(18, 4), (random, out) -> numeric(random, out, 4, 2, 4)),
    NUMERIC_38_10(numeric(38, 10), (random, out) -> numeric(random, out, 8, 5, 10)),
    NUMERIC(base("numeric"), (random, out) -> numeric(random, out, 4, 2, 4)),
    /** The server sends it as numeric. */
    MONEY(base("money"), (random, out) -> numeric(random, out, 2, 1, 2)),
    DATE(base("date"), (random, out) -> out.writeInt(random.nextInt(10_000))),
    TIME(base("time"), (random, out) -> out.writeLong(random.nextLong(86_400_000_000L))),
    TIMESTAMP(base("timestamp"), (random, out) -> out.writeLong(random.nextLong(900_000_000_000_000L))),
    TIMESTAMPTZ(base("timestamptz"), (random, out) -> out.writeLong(random.nextLong(900_000_000_000_000L))),
    INTERVAL(base("interval"), (random, out) -> {
        out.writeLong(random.nextLong(86_400_000_000L));
        out.writeInt(random.nextInt(30));
        out.writeInt(random.nextInt(12));
    }),
    UUID(base("uuid"), (random, out) -> {
        out.writeLong(random.nextLong());
        out.writeLong(random.nextLong());
    }),
    TEXT(base("text"), (random, out) -> text(random, out)),
    /** A status: the same few texts again and again. */
    TEXT_FEW(
            base("text"), (random, out) -> out.write(("status " + random.nextInt(8)).getBytes(StandardCharsets.UTF_8))),
    BYTEA(base("bytea"), (random, out) -> text(random, out)),
    JSONB(base("jsonb"), (random, out) -> {
        out.writeByte(1);
        out.write(("{\"id\": " + random.nextInt() + "}").getBytes(StandardCharsets.UTF_8));
    }),
    INET(base("inet"), (random, out) -> {
        out.write(new byte[] {2, 32, 0, 4});
        out.writeInt(random.nextInt());
    }),
    INT4_ARRAY(new PgType.Array(base("int4"), 1, "int4[]"), (random, out) -> {
        out.writeInt(1);
        out.writeInt(0);
        out.writeInt(23);
        out.writeInt(4);
        out.writeInt(1);
        for (int i = 0; i < 4; i++) {
            out.writeInt(Integer.BYTES);
            out.writeInt(random.nextInt());
        }
    }),
    COMPOSITE(
            new PgType.Composite(List.of(new Attribute("a", base("int4")), new Attribute("b", base("float8"))), "pair"),
            (random, out) -> {
                out.writeInt(2);
                out.writeInt(23);
                out.writeInt(Integer.BYTES);
                out.writeInt(random.nextInt());
                out.writeInt(701);
                out.writeInt(Double.BYTES);
                out.writeDouble(random.nextDouble());
            });

    /** As many as a batch has by default. */
    static final int ROWS = RowBatch.DEFAULT_ROWS;

    private static final int BASE = 10_000;

    private final PgType type;
    private final Wire wire;

    SampleColumn(PgType type, Wire wire) {
        this.type = type;
        this.wire = wire;
    }

    private interface Wire {
        void write(Random random, DataOutputStream out) throws IOException;
    }

    /** The column's bytes, and where each value lies. */
    record Frames(byte[] bytes, int[] offsets, int[] lengths) {}

    Mapping mapping() {
        return TypeMap.of(type);
    }

    Frames frames() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        int[] offsets = new int[ROWS];
        int[] lengths = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            offsets[row] = out.size();
            wire.write(random, out);
            lengths[row] = out.size() - offsets[row];
        }
        return new Frames(bytes.toByteArray(), offsets, lengths);
    }

    RowBatch batch() throws IOException {
        Frames frames = frames();
        Vector vector = mapping().target().vector(frames.bytes());
        mapping().decoder().column(frames.bytes(), frames.offsets(), frames.lengths(), 0, ROWS, vector);
        return new RowBatch(List.of(new Field("v", mapping().target())), List.of(vector), ROWS, frames.bytes().length);
    }

    private static Base base(String name) {
        return new Base(name, Base.BUILT_IN, -1, name);
    }

    private static Base numeric(int precision, int scale) {
        return new Base(
                "numeric", Base.BUILT_IN, (precision << 16 | scale) + 4, "numeric(" + precision + "," + scale + ")");
    }

    private static void numeric(Random random, DataOutputStream out, int digits, int before, int scale)
            throws IOException {
        out.writeShort(digits);
        out.writeShort(before - 1);
        out.writeShort(random.nextBoolean() ? 0 : 0x4000);
        out.writeShort(scale);
        int behind = scale - (digits - before - 1) * 4;
        int step = BigInteger.TEN.pow(4 - behind).intValueExact();
        for (int i = 0; i < digits; i++) {
            int digit = 1 + random.nextInt(BASE - 1);
            out.writeShort(i == digits - 1 ? digit / step * step : digit);
        }
    }

    private static void text(Random random, DataOutputStream out) throws IOException {
        out.write(("value " + random.nextInt(1_000_000)).getBytes(StandardCharsets.UTF_8));
    }
}
