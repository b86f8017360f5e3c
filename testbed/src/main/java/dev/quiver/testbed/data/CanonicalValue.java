/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value. Numbers of one kind are equal when their values are, decimals without regard to trailing zeros,
 * instants to the microsecond; local timestamps count as UTC.
 */
final class CanonicalValue {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private CanonicalValue() {}

    static String of(Object value) {
        String scalar = scalar(value);
        if (scalar != null) {
            return scalar;
        }
        String instant = instant(value);
        if (instant != null) {
            return instant;
        }
        try {
            return composite(value);
        } catch (SQLException e) {
            throw new IllegalStateException("could not read a value of " + value.getClass(), e);
        }
    }

    private static @Nullable String scalar(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
        }
        if (value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof Float
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof CharSequence) {
            return value.toString();
        }
        if (value instanceof byte[] bytes) {
            return hex(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return hex(bytes);
        }
        return null;
    }

    private static @Nullable String instant(Object value) {
        if (value instanceof Instant instant) {
            return micros(instant);
        }
        if (value instanceof OffsetDateTime time) {
            return micros(time.toInstant());
        }
        if (value instanceof LocalDateTime time) {
            return micros(time.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof Timestamp timestamp) {
            return micros(timestamp.toLocalDateTime().toInstant(ZoneOffset.UTC));
        }
        if (value instanceof java.sql.Date || value instanceof java.sql.Time) {
            return value.toString();
        }
        return value instanceof Date date ? micros(date.toInstant()) : null;
    }

    private static String composite(Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return hex(blob.getBytes(1, (int) blob.length()));
        }
        if (value instanceof Array array) {
            return list(Arrays.stream((@Nullable Object[]) array.getArray()));
        }
        if (value instanceof Struct struct) {
            return list(Arrays.stream((@Nullable Object[]) struct.getAttributes()));
        }
        if (value instanceof Collection<?> collection) {
            return list(collection.stream());
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> orNull(entry.getKey()) + "=" + orNull(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        // Dates, times, UUIDs, enums: their own text is as good as any.
        return value.toString();
    }

    private static String list(Stream<? extends @Nullable Object> values) {
        return values.map(CanonicalValue::orNull).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String orNull(@Nullable Object value) {
        return value == null ? "null" : of(value);
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static String micros(Instant instant) {
        long micros = Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / NANOS_PER_MICRO);
        return micros + "us";
    }
}
