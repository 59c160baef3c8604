package dev.caravan.types;

import dev.caravan.batch.BytesVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * geometry and geography of PostGIS: they are sent as EWKB ({@code LWGEOM_send}), which is WKB with a flag and four bytes more for
 * the SRID and with flags for Z and M. Becomes ISO WKB, where Z adds 1000 to the type and M 2000, as GeoParquet wants it.
 */
final class GeometryWkb extends Decoder<BytesVector> {
    private static final int HAS_Z = 0x80000000;
    private static final int HAS_M = 0x40000000;
    private static final int HAS_SRID = 0x20000000;
    private static final int FLAGS = HAS_Z | HAS_M | HAS_SRID;
    private static final int MOST_LEVELS = 1_000;

    private final int srid;

    /**
     * A decoder for a column.
     *
     * @param srid what the column declares for all its values, which WKB then need not say; 0 for none
     */
    GeometryWkb(int srid) {
        this.srid = srid;
    }

    /** The SRID in {@code atttypmod} of a geometry or geography column ({@code TYPMOD_GET_SRID} in PostGIS); 0 for none. */
    static int srid(int modifier) {
        return modifier < 0 ? 0 : ((modifier & 0x0FFFFF00) - (modifier & 0x10000000)) >> 8;
    }

    @Override
    public void value(byte[] bytes, int offset, int length, BytesVector out) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length).slice();
        ByteBuffer wkb = ByteBuffer.allocate(length);
        int found = geometry(in, wkb, 0);
        if (in.hasRemaining()) {
            throw new CorruptFrame("geometry with " + in.remaining() + " bytes left over");
        }
        if (found != 0 && found != srid) {
            throw new UnrepresentableValue(
                    "a geometry with SRID " + found,
                    "WKB does not say the SRID, and the column does not declare it; types keeps it with ewkb",
                    clamped -> ((BytesVector) clamped).add(wkb.array(), 0, wkb.position()));
        }
        out.add(wkb.array(), 0, wkb.position());
    }

    /** Copies one geometry and returns its SRID. */
    private static int geometry(ByteBuffer in, ByteBuffer out, int level) {
        need(in, 5);
        if (level > MOST_LEVELS) {
            throw new CorruptFrame("geometry nested deeper than " + MOST_LEVELS + " levels");
        }
        byte order = in.get();
        in.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        out.order(in.order());
        int flagged = in.getInt();
        int type = flagged & ~FLAGS;
        if (order < 0 || order > 1 || type < 1 || type > 17) {
            throw new CorruptFrame("geometry of byte order " + order + " and type " + type);
        }
        int found = 0;
        if ((flagged & HAS_SRID) != 0) {
            need(in, 4);
            found = in.getInt();
        }
        int ordinates = 2;
        int iso = type;
        if ((flagged & HAS_Z) != 0) {
            ordinates++;
            iso += 1000;
        }
        if ((flagged & HAS_M) != 0) {
            ordinates++;
            iso += 2000;
        }
        out.put(order).putInt(iso);
        switch (type) {
            case 1 -> copy(in, out, 8L * ordinates);
            case 2, 8 -> points(in, out, ordinates);
            case 3, 17 -> {
                int rings = count(in, out);
                for (int i = 0; i < rings; i++) {
                    points(in, out, ordinates);
                }
            }
            default -> {
                int parts = count(in, out);
                for (int i = 0; i < parts; i++) {
                    geometry(in, out, level + 1);
                }
            }
        }
        return found;
    }

    private static void points(ByteBuffer in, ByteBuffer out, int ordinates) {
        int points = count(in, out);
        copy(in, out, 8L * ordinates * points);
    }

    private static int count(ByteBuffer in, ByteBuffer out) {
        need(in, 4);
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new CorruptFrame("geometry that announces " + count + " parts in " + in.remaining() + " bytes");
        }
        out.putInt(count);
        return count;
    }

    private static void copy(ByteBuffer in, ByteBuffer out, long length) {
        need(in, length);
        ByteBuffer part = in.slice().limit((int) length);
        out.put(part);
        in.position(in.position() + (int) length);
    }

    private static void need(ByteBuffer in, long length) {
        if (in.remaining() < length) {
            throw new CorruptFrame("geometry that ends " + (length - in.remaining()) + " bytes too early");
        }
    }
}
