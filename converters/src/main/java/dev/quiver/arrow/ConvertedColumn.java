/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Turns each value into what another column takes: types that Connect has as text or structs. */
record ConvertedColumn(Column column, Conversion conversion, ColumnBuilder target) implements ColumnBuilder {
    private static final int UUID_LENGTH = 36;

    /**
     * Makes one value of another; throws {@link IllegalArgumentException} or {@link DateTimeException} if it cannot.
     */
    interface Conversion {
        @Nullable
        Object convert(Object value);
    }

    @Override
    public void append(@Nullable Object value) {
        target.append(value == null ? null : converted(value));
    }

    private Object converted(Object value) {
        Object converted;
        try {
            converted = conversion.convert(value);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw column.refused("the value cannot be read as one of the Arrow type");
        }
        if (converted == null) {
            throw column.refused("a value of " + value.getClass().getName() + " does not fit");
        }
        return converted;
    }

    /** Text, with or without braces, as 16 bytes. */
    static @Nullable Object uuidBytes(Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        boolean hasBraces = text.startsWith("{") && text.endsWith("}");
        String bare = hasBraces ? text.substring(1, text.length() - 1) : text;
        if (bare.length() != UUID_LENGTH) {
            throw new IllegalArgumentException("not a UUID");
        }
        UUID uuid = UUID.fromString(bare);
        return ByteBuffer.allocate(TypeTable.UUID_BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /** ISO text with an offset as microseconds since 1970; what is finer is refused. */
    static @Nullable Object zonedMicros(Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        Instant instant = OffsetDateTime.parse(text).toInstant();
        if (!instant.equals(instant.truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalArgumentException("finer than microseconds");
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Scale and unscaled bytes as a decimal. */
    static @Nullable Object decimal(Object value) {
        if (!(value instanceof Struct struct) || !(struct.get(LogicalNames.SCALE_FIELD) instanceof Integer scale)) {
            return null;
        }
        Object unscaled = struct.get(LogicalNames.VALUE_FIELD);
        if (unscaled instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return new BigDecimal(new BigInteger(bytes), scale);
        }
        return unscaled instanceof byte[] bytes ? new BigDecimal(new BigInteger(bytes), scale) : null;
    }

    /** Scale and unscaled bytes as text. */
    static @Nullable Object decimalText(Object value) {
        Object decimal = decimal(value);
        return decimal == null ? null : decimal.toString();
    }
}
