package dev.caravan.records;

import dev.caravan.source.SourceFailure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.UUID;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.postgresql.util.PGobject;

/** Values whose exact form is text or bytes. */
public final class TextTypes {
    private TextTypes() {}

    static String text(Object value) {
        try {
            if (value instanceof CharSequence || value instanceof UUID || value instanceof GenericEnumSymbol) {
                return value.toString();
            }
            if (value instanceof BigDecimal decimal) {
                return decimal.toPlainString();
            }
            if (value instanceof BigInteger
                    || value instanceof Long
                    || value instanceof Integer
                    || value instanceof Short) {
                return value.toString();
            }
            if (value instanceof PGobject object) {
                return String.valueOf(object.getValue());
            }
            if (value instanceof Clob clob) {
                return clob.getSubString(1, Math.toIntExact(clob.length()));
            }
            if (value instanceof SQLXML xml) {
                return xml.getString();
            }
        } catch (SQLException e) {
            throw SourceFailure.of(e, "a value of " + value.getClass().getName());
        }
        if (Moments.isTime(value)) {
            return Moments.time(value);
        }
        throw ShapeMisfit.value(value, "text is needed");
    }

    static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        if (value instanceof Blob blob) {
            try {
                return blob.getBytes(1, Math.toIntExact(blob.length()));
            } catch (SQLException e) {
                throw SourceFailure.of(e, "a value of " + value.getClass().getName());
            }
        }
        throw ShapeMisfit.value(value, "bytes are needed");
    }

    /** A uuid in its 36 characters; Avro also has it in 16 bytes. */
    static String uuid(Object value) {
        if (value instanceof GenericFixed || value instanceof ByteBuffer) {
            ByteBuffer bytes = ByteBuffer.wrap(bytes(value));
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        }
        return text(value);
    }
}
