package dev.caravan.write;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Looks into ISO WKB for what GeoParquet 1.1 does not allow: curves, surfaces in several pieces, and M values, also within collections. */
final class WkbGeometry {
    private static final int POINT = 1;
    private static final int LINE_STRING = 2;
    private static final int POLYGON = 3;
    private static final int GEOMETRY_COLLECTION = 7;
    private static final int WITH_Z = 1000;

    private final ByteBuffer in;

    private WkbGeometry(ByteBuffer in) {
        this.in = in;
    }

    /** Whether this is a point, a line string, a polygon or a collection of these, in two or three dimensions. */
    static boolean isAllowed(byte[] bytes, int offset, int length) {
        return new WkbGeometry(ByteBuffer.wrap(bytes, offset, length)).isAllowed();
    }

    private boolean isAllowed() {
        in.order(in.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int code = in.getInt();
        int type = code % WITH_Z;
        int dimensions = code / WITH_Z;
        if (type < POINT || type > GEOMETRY_COLLECTION || dimensions > 1) {
            return false;
        }
        int pointBytes = Double.BYTES * (2 + dimensions);
        switch (type) {
            case POINT -> skip(pointBytes);
            case LINE_STRING -> skip((long) pointBytes * in.getInt());
            case POLYGON -> {
                int rings = in.getInt();
                for (int i = 0; i < rings; i++) {
                    skip((long) pointBytes * in.getInt());
                }
            }
            default -> {
                int parts = in.getInt();
                for (int i = 0; i < parts; i++) {
                    if (!isAllowed()) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private void skip(long bytes) {
        in.position(Math.toIntExact(in.position() + bytes));
    }
}
