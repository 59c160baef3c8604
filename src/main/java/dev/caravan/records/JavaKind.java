package dev.caravan.records;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLXML;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** The classes of Java that values of a row have, and what each becomes when no schema says so. */
public enum JavaKind {
    // what it becomes; its classes. The first row that fits counts: java.sql's dates are also java.util's.
    BOOLEAN(Leaves.BOOLEAN, Boolean.class),
    INT16(Leaves.INT16, Byte.class, Short.class),
    INT32(Leaves.INT32, Integer.class),
    INT64(Leaves.INT64, Long.class),
    FLOAT(Leaves.FLOAT, Float.class),
    DOUBLE(Leaves.DOUBLE, Double.class),
    /** The digits of all values of the first list decide. */
    DECIMAL(null, BigDecimal.class, BigInteger.class),
    STRING(Leaves.STRING, CharSequence.class, java.util.UUID.class, PGobject.class, Clob.class, SQLXML.class),
    TIME(Leaves.STRING, java.sql.Time.class, java.time.LocalTime.class, OffsetTime.class),
    BINARY(Leaves.BINARY, byte[].class, ByteBuffer.class, Blob.class),
    DATE(Leaves.DATE, java.sql.Date.class, LocalDate.class),
    /** JDBC's class for TIMESTAMP without time zone. */
    CLOCK(Leaves.LOCAL_MICROS, java.sql.Timestamp.class),
    LOCAL(Leaves.LOCAL_MICROS, LocalDateTime.class),
    UTC(Leaves.UTC_MICROS, Instant.class, OffsetDateTime.class, ZonedDateTime.class, java.util.Date.class),
    /** The elements of all values of the first list decide. */
    LIST(null, java.sql.Array.class, Object[].class, Collection.class);

    private final @Nullable ValueType type;
    private final List<Class<?>> classes;

    JavaKind(@Nullable ValueType type, Class<?>... classes) {
        this.type = type;
        this.classes = List.of(classes);
    }

    static Optional<JavaKind> of(Object value) {
        return Arrays.stream(values())
                .filter(kind -> kind.classes.stream().anyMatch(each -> each.isInstance(value)))
                .findFirst();
    }

    /** What it becomes, unless the values decide. */
    Optional<ValueType> type() {
        return Optional.ofNullable(type);
    }

    /** The kind that holds values of both exactly. */
    Optional<JavaKind> with(JavaKind other) {
        if (this == other) {
            return Optional.of(this);
        }
        boolean bothWhole = compareTo(INT16) >= 0
                && compareTo(INT64) <= 0
                && other.compareTo(INT16) >= 0
                && other.compareTo(INT64) <= 0;
        boolean bothFloating = compareTo(FLOAT) >= 0
                && compareTo(DOUBLE) <= 0
                && other.compareTo(FLOAT) >= 0
                && other.compareTo(DOUBLE) <= 0;
        return bothWhole || bothFloating ? Optional.of(compareTo(other) > 0 ? this : other) : Optional.empty();
    }
}
