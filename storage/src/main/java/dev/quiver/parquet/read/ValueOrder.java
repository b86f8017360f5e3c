/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import dev.quiver.parquet.XxHash64;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How the values of a leaf column compare, and how statistics and Bloom filters hold them. */
enum ValueOrder {
    /** Integers. */
    SIGNED,
    /** Integers without a sign. */
    UNSIGNED,
    /** Floating-point numbers. */
    FLOATING,
    /** Byte strings without a sign. */
    BYTES,
    /** Values that are not compared here. */
    NONE;

    static ValueOrder of(ParquetNode node) {
        PhysicalType physical = node.physical();
        if (physical == null) {
            return NONE;
        }
        return switch (physical) {
            case BOOLEAN -> SIGNED;
            case INT32, INT64 ->
                node.is(Annotation.Kind.INTEGER) && !node.annotation().signed() ? UNSIGNED : SIGNED;
            case FLOAT, DOUBLE -> FLOATING;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                node.is(Annotation.Kind.DECIMAL) || node.is(Annotation.Kind.FLOAT16) ? NONE : BYTES;
            case INT96 -> NONE;
        };
    }

    /** What {@code value} is compared as, null if it is no value of such a column. */
    @Nullable
    Object key(Object value) {
        return switch (this) {
            case SIGNED, UNSIGNED -> integer(value);
            case FLOATING -> value instanceof Number number ? floating(number.doubleValue()) : null;
            case BYTES -> bytes(value);
            case NONE -> null;
        };
    }

    private static @Nullable Object integer(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        return value instanceof Long || value instanceof Integer ? (Object) ((Number) value).longValue() : null;
    }

    private static @Nullable Object floating(double value) {
        return Double.isNaN(value) ? null : (Object) value;
    }

    private static byte @Nullable [] bytes(Object value) {
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return value instanceof byte[] bytes ? bytes.clone() : null;
    }

    /** The key in {@code bound}, as statistics of {@code physical} have it; null if there is none. */
    @Nullable
    Object bound(PhysicalType physical, @Nullable ByteBuffer bound) {
        if (bound == null || this == NONE) {
            return null;
        }
        byte[] bytes = new byte[bound.remaining()];
        bound.duplicate().get(bytes);
        if (this == BYTES) {
            return bytes;
        }
        if (bytes.length != physical.width()) {
            return null;
        }
        byte[] padded = Arrays.copyOf(bytes, Long.BYTES);
        return switch (physical) {
            case BOOLEAN -> (long) padded[0];
            case INT32 ->
                this == UNSIGNED ? LittleEndian.intAt(padded, 0) & 0xFFFFFFFFL : (long) LittleEndian.intAt(padded, 0);
            case INT64 -> LittleEndian.longAt(padded, 0);
            case FLOAT -> floating(Float.intBitsToFloat(LittleEndian.intAt(padded, 0)));
            case DOUBLE -> floating(Double.longBitsToDouble(LittleEndian.longAt(padded, 0)));
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> null;
        };
    }

    /** Whether {@code left} is behind {@code right}; both are keys. */
    boolean isBehind(Object left, Object right) {
        return switch (this) {
            case SIGNED -> (Long) left > (Long) right;
            case UNSIGNED -> Long.compareUnsigned((Long) left, (Long) right) > 0;
            case FLOATING -> (Double) left > (Double) right;
            case BYTES -> Arrays.compareUnsigned((byte[]) left, (byte[]) right) > 0;
            case NONE -> false;
        };
    }

    /** The hash of {@code key} in a Bloom filter, null if it is not known. */
    static @Nullable Long hash(PhysicalType physical, Object key) {
        return switch (physical) {
            case INT32 -> XxHash64.ofInt(((Long) key).intValue());
            case INT64 -> XxHash64.ofLong((Long) key);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> XxHash64.ofBytes((byte[]) key, 0, ((byte[]) key).length);
            // Equal numbers may have different bits, as zeros do.
            case FLOAT, DOUBLE, BOOLEAN, INT96 -> null;
        };
    }
}
